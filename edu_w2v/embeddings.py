"""What training leaves behind: words and their vectors, to look at, compare, save and share."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks, similarity
from edu_w2v.corpora import Word
from edu_w2v.vocabulary import Vocabulary


class Embeddings:
    """Words and vectors.

    Parameters
    ----------
    vocabulary : Vocabulary
    W : ndarray, shape (V, d)
        The vectors of the words as centres: the embeddings.
    C : ndarray, shape (V, d), optional
        The vectors of the words as contexts. Vectors from counts have none.
    history : sequence of float
        The mean loss per positive pair, in nats, block after block of the training.

    Raises
    ------
    TypeError, ValueError
        If a matrix has not one row a word, or is not finite.

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> vectors = Embeddings(Vocabulary(BOB_PIZZA), np.eye(7))
    >>> vectors
    Embeddings of 7 words in 7 dimensions
    >>> vectors["pizza"]
    array([0., 0., 0., 0., 0., 1., 0.])
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        W: NDArray[np.floating],
        C: NDArray[np.floating] | None = None,
        history: Sequence[float] = (),
    ) -> None:
        _checks.instance(
            "vocabulary", vocabulary, Vocabulary, "pass the one that W belongs to"
        )
        matrices = {"W": W} if C is None else {"W": W, "C": C}
        for name, matrix in matrices.items():
            matrices[name] = matrix = _checks.real_array(name, matrix, 2)
            if len(matrix) != len(vocabulary):
                raise ValueError(
                    f"{name} must have one row a word, but has {len(matrix)} rows for {len(vocabulary)} "
                    "words; pass the vocabulary that it was made with."
                )
        self.vocabulary, self.history = vocabulary, list(history)
        self.W, self.C = matrices["W"], matrices.get("C")

    def __repr__(self) -> str:
        return f"Embeddings of {len(self.vocabulary):,} words in {self.W.shape[1]} dimensions"

    def __len__(self) -> int:
        return len(self.vocabulary)

    def __contains__(self, word: object) -> bool:
        return word in self.vocabulary

    def __getitem__(self, word: Word) -> NDArray[np.floating]:
        """Return the vector of a word; an unknown one is a KeyError that names the nearest known."""
        return self.W[self.vocabulary.id(word)]

    def similarity(self, a: Word, b: Word) -> float:
        """Return the cosine between the vectors of two words."""
        return similarity.cosine_similarity(self[a], self[b])

    def most_similar(
        self, word: Word, top: int = 10, restrict_to: int | None = None
    ) -> list[tuple[Word, float]]:
        """List the words nearest to `word`: see `edu_w2v.similarity.nearest_words`."""
        return similarity.nearest_words(word, self.vocabulary, self.W, top, restrict_to)

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
            a, b, c, self.vocabulary, self.W, top, restrict_to, exclude_question
        )

    def save(self, path: str | Path) -> None:
        """Write everything to a ``.npz`` file, without pickle.

        Raises
        ------
        ValueError, FileNotFoundError
            If the name does not end in ``.npz``, or the folder does not exist.
        """
        if _checks.file_name("path", path, new=True).suffix != ".npz":
            raise ValueError(
                f"path must end in .npz, but is {str(path)!r}; add the ending."
            )
        np.savez(
            path,
            allow_pickle=False,
            words=np.array(json.dumps(self.vocabulary.words, ensure_ascii=False)),
            counts=self.vocabulary.counts,
            min_count=np.array(self.vocabulary.min_count),
            W=self.W,
            C=np.empty(0) if self.C is None else self.C,
            history=np.array(self.history, dtype=np.float64),
        )

    @classmethod
    def load(cls, path: str | Path) -> "Embeddings":
        """Read what `save` has written.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        ValueError
            If it was not written by `save`.
        OSError
            If it may not be opened.
        """
        if not _checks.file_name("path", path).exists():
            raise FileNotFoundError(
                f"path {str(path)!r} does not exist; check the name and the folder."
            )
        try:
            with np.load(path, allow_pickle=False) as file:
                words, counts = json.loads(str(file["words"])), file["counts"]
                order = {
                    word: int(number)
                    for word, number in zip(words, counts, strict=True)
                }
                vocabulary = Vocabulary.from_counts(
                    order, int(file["min_count"]), order="given"
                )
                C = file["C"] if file["C"].size else None
                return cls(vocabulary, file["W"], C, file["history"].tolist())
        except OSError as error:
            raise OSError(
                f"path {str(path)!r} cannot be read ({error.strerror}); check that you may open it."
            ) from None
        except (KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile):
            raise ValueError(
                f"path {str(path)!r} was not written by Embeddings.save; choose such a file."
            ) from None

    def export_word2vec(self, path: str | Path, binary: bool = False) -> None:
        """Write the vectors in the text or binary format of word2vec.c, which other tools read.

        The first line has the number of words and dimensions; then each word is followed
        by its numbers, as text or as 32-bit floats.

        Raises
        ------
        ValueError
            If a word has white space in it, which the format cannot tell from its separators.
        """
        spaced = [word for word in self.vocabulary.words if word.split() != [word]]
        if spaced:
            raise ValueError(
                f"words must be without spaces in this format, but one is {spaced[0]!r}; "
                "join its parts with _, or use save()."
            )
        vectors = self.W.astype("<f4")
        with _checks.file_name("path", path, new=True).open("wb") as file:
            file.write(f"{len(self)} {vectors.shape[1]}\n".encode())
            for word, vector in zip(self.vocabulary.words, vectors, strict=True):
                numbers = (
                    vector.tobytes() if binary else " ".join(map(str, vector)).encode()
                )
                file.write(word.encode() + b" " + numbers + b"\n")

    def export_tsv(self, vectors_path: str | Path, words_path: str | Path) -> None:
        """Write the two tab-separated files that the Embedding Projector loads: vectors and words.

        The second has a header, since it has two columns: the word and its count.
        """
        _checks.file_name("words_path", words_path, new=True)
        np.savetxt(
            _checks.file_name("vectors_path", vectors_path, new=True),
            self.W,
            fmt="%.6g",
            delimiter="\t",
        )
        rows = zip(self.vocabulary.words, self.vocabulary.counts, strict=True)
        lines = ["word\tcount", *(f"{word}\t{number}" for word, number in rows)]
        Path(words_path).write_text("\n".join(lines) + "\n", encoding="utf-8")
