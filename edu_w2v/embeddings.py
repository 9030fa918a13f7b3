"""What training leaves behind: words and vectors, to look at, compare and share."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks, formats, similarity
from edu_w2v._files import replacing
from edu_w2v.corpora import Word
from edu_w2v.vocabulary import Vocabulary

Matrix = NDArray[np.floating]


class Embeddings:
    """Words and vectors, which do not change any more.

    Parameters
    ----------
    vocabulary : Vocabulary
    W : ndarray, shape (V, d)
        The vectors of the words as centres: the embeddings. What the model keeps is a
        copy that cannot be written to.
    C : ndarray, shape (V, d), optional
        The vectors of the words as contexts. Vectors from counts have none.
    history : sequence of float
        The mean loss per positive pair, in nats, block after block of the training.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> model = Embeddings(Vocabulary(BOB_PIZZA), np.eye(7))
    >>> model
    Embeddings of 7 words in 7 dimensions
    >>> model["pizza"]
    array([0., 0., 0., 0., 0., 1., 0.])
    >>> model[["Bob", "pizza"]].shape
    (2, 7)
    >>> "kale" in model, len(model), list(model)[:2]
    (True, 7, ['Bob', 'dislikes'])
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        W: Matrix,
        C: Matrix | None = None,
        history: Sequence[float] = (),
    ) -> None:
        _checks.instance(
            "vocabulary", vocabulary, Vocabulary, "pass the one that W belongs to"
        )
        self.vocabulary = vocabulary
        self._W = _own("W", W, len(vocabulary))
        self._C = None if C is None else _own("C", C, len(vocabulary))
        if self._C is not None and self._C.shape != self._W.shape:
            raise ValueError(
                f"C must be as wide as W, but has {self._C.shape[1]} dimensions for "
                f"{self._W.shape[1]}; pass the one that W was trained with."
            )
        self.history = _checks.real_array("history", history, 1).tolist()

    @property
    def W(self) -> Matrix:  # noqa: N802
        """The vectors of the words as centres: the embeddings."""
        return self._W

    @property
    def C(self) -> Matrix | None:  # noqa: N802
        """The vectors of the words as contexts, if there are any."""
        return self._C

    @property
    def words(self) -> list[Word]:
        """The words in the order of the rows of W."""
        return self.vocabulary.words

    @cached_property
    def _table(self) -> similarity.Table:
        return similarity.measured(self.W)

    def __repr__(self) -> str:
        return f"Embeddings of {len(self):,} words in {self.W.shape[1]} dimensions"

    def __reduce__(self) -> tuple[Any, ...]:  # how it is copied
        return Embeddings, (self.vocabulary, self.W, self.C, self.history)

    def __len__(self) -> int:
        return len(self.vocabulary)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.vocabulary

    def __getitem__(self, word: Word | list[Word]) -> Matrix:
        """Return the vector of a word, or a matrix for a list of words.

        An unknown word is a KeyError that names the nearest known ones.
        """
        if isinstance(word, list):
            return self.W[self.vocabulary.encode(word)]
        return self.W[self.vocabulary.id(word)]

    def similarity(self, a: Word, b: Word) -> float:
        """Return the cosine between the vectors of two words."""
        return similarity.cosine_similarity(*self.W[self.vocabulary.encode([a, b])])

    def most_similar(
        self,
        query: Word | list[Word] | Matrix,
        top: int = 10,
        restrict_to: int | None = None,
    ) -> list[tuple[Word, float]]:
        """List the words nearest to a word, to several in a list, or to a vector.

        Several stand for the mean of their vectors, each scaled to length 1; the words
        of the query are not among the answers. See `similarity.nearest_words`.

        Examples
        --------
        >>> vocabulary = Vocabulary([["cat", "dog", "kale"]])
        >>> model = Embeddings(vocabulary, np.array([[3, 4], [4, 3], [0, 1]]))
        >>> model.most_similar("cat", top=1)
        [('dog', 0.96)]
        >>> model.most_similar(["cat", "dog"])[0][0]
        'kale'
        >>> model.most_similar(np.array([1.0, 0.0]))[0][0]
        'dog'
        """
        return similarity.nearest_words(
            query, self.vocabulary, self._table, top, restrict_to
        )

    def analogy(
        self,
        a: Word,
        b: Word,
        c: Word,
        top: int = 10,
        restrict_to: int | None = None,
        exclude_question: bool = True,
    ) -> list[tuple[Word, float]]:
        """Answer "a is to b as c is to …": see `edu_w2v.similarity.analogy`."""
        return similarity.analogy(
            a, b, c, self.vocabulary, self._table, top, restrict_to, exclude_question
        )

    def doesnt_match(self, words: list[Word]) -> Word:
        """Return the word farthest from the others: see `similarity.outsider`."""
        return similarity.outsider(words, self.vocabulary, self._table)

    def save(self, path: str | Path) -> None:
        """Write everything to a ``.npz`` file, without pickle; `load` reads it.

        A file that is there is replaced when the new one is whole, and not before.
        Words may be strings, numbers, None, and tuples of these.
        """
        if _checks.file_name("path", path, new=True).suffix != ".npz":
            raise ValueError(
                f"path must end in .npz, but is {_checks.shown_path(path)}; add the "
                "ending."
            )
        words = formats.words_as_json(self.words)
        with replacing(path=path) as (file,):
            np.savez(
                file,
                words=np.array(words),
                counts=self.vocabulary.counts,
                min_count=np.array(self.vocabulary.min_count),
                W=self.W,
                C=np.empty(0) if self.C is None else self.C,
                history=np.array(self.history, dtype=np.float64),
            )

    @classmethod
    def load(cls, path: str | Path) -> "Embeddings":
        """Read vectors: a file of `save`, of word2vec (text or binary) or of GloVe.

        The vectors of other tools have no counts: they are all 1 here, and the words
        keep the order of the file. If a word comes twice, its first vector is taken.
        Such a file may be packed (``.gz``).
        """
        words, counts, min_count, W, C, history = formats.read_vectors(path)
        try:
            known = dict(zip(words, counts, strict=True))
            vocabulary = Vocabulary.from_counts(known, min_count, order="given")
            return cls(vocabulary, W, C, history)
        except (TypeError, ValueError):
            raise ValueError(
                f"path {_checks.shown_path(path)} holds words and vectors that do not "
                "fit together; pass a file as Embeddings.save wrote it."
            ) from None

    def export_word2vec(self, path: str | Path, binary: bool = False) -> None:
        """Write the vectors in the text or binary format of word2vec.c.

        The first line has the number of words and dimensions; then each word, as text,
        is followed by its numbers, as text or as 32-bit floats.
        """
        _checks.true_or_false("binary", binary)
        words = formats.words_as_text(self.words)
        spaced = [word for word in words if word.split() != [word]]
        if spaced:
            raise ValueError(
                "words must be without spaces in this format, but one is "
                f"{_checks.shown(spaced[0])}; join its parts with _, or use save()."
            )
        with np.errstate(over="ignore"):
            vectors = self.W.astype("<f4")
        if not np.isfinite(vectors).all():
            raise ValueError(
                "W must be within ±3.4e38 in this format, which has 32 bits, but has "
                f"{np.abs(self.W).max():.3g} in it; divide W by it, or use save()."
            )
        with replacing(path=path) as (file,):
            file.write(f"{len(self)} {vectors.shape[1]}\n".encode())
            for word, vector in zip(words, vectors, strict=True):
                text = " ".join(map(str, vector)).encode()
                numbers = vector.tobytes() if binary else text
                file.write(word.encode() + b" " + numbers + b"\n")

    def export_tsv(self, vectors_path: str | Path, words_path: str | Path) -> None:
        """Write the two tab-separated files that the Embedding Projector loads.

        The second has a header, since it has two columns: the word, as text, and its
        count.
        """
        words = formats.words_as_text(self.words)
        broken = [
            word for word in words if "\t" in word or len(f"{word}.".splitlines()) > 1
        ]
        if broken:
            raise ValueError(
                "words must be without tabs and line ends in this format, but one is "
                f"{_checks.shown(broken[0])}; replace them, or use save()."
            )
        counts = self.vocabulary.counts
        with replacing(vectors_path=vectors_path, words_path=words_path) as files:
            np.savetxt(files[0], self.W, fmt="%.6g", delimiter="\t")
            lines = [f"{word}\t{n}\n" for word, n in zip(words, counts, strict=True)]
            files[1].write(("word\tcount\n" + "".join(lines)).encode())


def _own(name: str, matrix: Any, rows: int) -> Matrix:
    """Return a matrix that nobody else can change, copied only if someone could."""
    own = _checks.real_array(name, matrix, 2)
    if len(own) != rows:
        raise ValueError(
            f"{name} must have one row a word, but has {len(own)} rows for {rows} "
            "words; pass the vocabulary that it was made with."
        )
    if own.shape[1] == 0:
        raise ValueError(
            f"{name} must have at least one dimension, but has none; pass vectors."
        )
    theirs = own.flags.writeable or not own.flags.owndata
    if theirs and np.may_share_memory(own, matrix):
        own = np.array(own, order="C")
    own.flags.writeable = False
    return own


load = Embeddings.load
