"""Words become numbers: each known word has an id, a count and two probabilities.

The *noise distribution* says how often a word is drawn as a negative, the *keep
probability* how often an occurrence of it survives subsampling.
"""

import difflib
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v._checks import shown
from edu_w2v.corpora import Word
from edu_w2v.corpora.words import Text

IDS = np.int32  # an id takes four bytes
PIECE = 1 << 20  # words worked on at a time, so that little is needed beside the ids
LONGEST_GUESSED = 100  # letters of an unknown word, to look for similar ones


class Vocabulary:
    """The words of a corpus, with their ids and counts.

    Parameters
    ----------
    documents : iterable of list of str
        Words may also be numbers, tuples, or whatever else can be a key of a dict.
    min_count : int
        Words that occur less often are left out.
    order : {"frequency", "alphabetical", "given"}
        How ids are given: 0 to the most frequent word, equals in alphabetical order;
        all in alphabetical order; or in the order in which they first appear. Words
        that cannot be sorted, such as 1 and "a", stay in the order of appearance.

    Attributes
    ----------
    words : list of str, length V
        The word of each id.
    counts : ndarray of int64, shape (V,)
        How often each word occurs.
    id_of : dict from str to int
        The id of each word.
    min_count : int

    Examples
    --------
    >>> from edu_w2v.corpora import BOB_PIZZA
    >>> vocabulary = Vocabulary(BOB_PIZZA)
    >>> vocabulary.words
    ['Bob', 'dislikes', 'likes', 'kale', 'lettuce', 'pizza', 'wings']
    >>> vocabulary.counts
    array([4, 2, 2, 1, 1, 1, 1])
    >>> vocabulary.encode(["Bob", "likes", "pizza"])
    array([0, 2, 5], dtype=int32)
    """

    words: list[Word]
    counts: NDArray[np.int64]
    id_of: dict[Word, int]
    min_count: int

    def __init__(
        self,
        documents: Iterable[Sequence[Word]],
        min_count: int = 1,
        order: str = "frequency",
    ) -> None:
        counts: Counter[Word] = Counter()
        for document in _checks.documents_of_words(documents):
            try:
                counts.update(document)
            except TypeError:  # a list in a list, for example
                raise _not_words(document) from None
        self._set(counts, min_count, order)

    @classmethod
    def from_counts(
        cls, counts: Mapping[Word, int], min_count: int = 1, order: str = "given"
    ) -> "Vocabulary":
        """Make a vocabulary from words that are already counted, in the order given.

        Examples
        --------
        >>> Vocabulary.from_counts({"pizza": 1, "Bob": 4}).words
        ['pizza', 'Bob']
        """
        _checks.instance(
            "counts", counts, Mapping, "pass a dict of words and whole numbers"
        )
        vocabulary = cls.__new__(cls)
        vocabulary._set(counts, min_count, order)
        return vocabulary

    def _set(self, counts: Mapping[Word, int], min_count: int, order: str) -> None:
        self.min_count = _checks.whole_number("min_count", min_count)
        _checks.one_of("order", order, ("frequency", "alphabetical", "given"))
        for word, number in counts.items():
            if not _is_word(word):
                raise ValueError(
                    f"words must equal themselves, but one is {shown(word)}; leave it "
                    "out."
                )
            if type(number) is not int or number < 1:  # is a quick look at many words
                _checks.whole_number(f"the count of {shown(word)}", number)
        if not counts:
            raise ValueError(
                "documents hold no words; pass at least one document with one word."
            )
        kept = [word for word, number in counts.items() if number >= min_count]
        if not kept:
            raise ValueError(
                f"no word occurs {min_count} times (the most frequent one occurs "
                f"{max(counts.values())} times); pass a smaller min_count."
            )
        if order != "given":
            with suppress(TypeError):  # there is no order among 1, (2, 3) and "a"
                kept = sorted(kept)
        if order == "frequency":  # a stable sort: equals stay alphabetical
            kept.sort(key=counts.__getitem__, reverse=True)
        self.words = kept
        self.counts = np.array([counts[word] for word in kept], dtype=np.int64)
        self.id_of = {word: i for i, word in enumerate(kept)}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        try:
            return word in self.id_of
        except TypeError:  # what cannot be a key is no word
            return False

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __repr__(self) -> str:
        return f"Vocabulary of {len(self):,} words, {self.counts.sum():,} occurrences"

    def id(self, word: Word) -> int:
        """Return the id of a word.

        Raises
        ------
        KeyError
            If the word is unknown; the message names the nearest known words.

        Examples
        --------
        >>> from edu_w2v.corpora import BOB_PIZZA
        >>> Vocabulary(BOB_PIZZA).id("pizzas")
        Traceback (most recent call last):
        KeyError: "'pizzas' is not in the vocabulary of 7 words; did you mean 'pizza'?"
        """
        try:
            return self.id_of[word]
        except (KeyError, TypeError):
            raise self._unknown(word) from None

    def _unknown(self, word: Any) -> KeyError | TypeError:
        try:
            hash(word)
        except TypeError:
            return TypeError(
                f"a word must be hashable, such as a string, but is {shown(word)}; "
                "pass one word."
            )
        message = f"{shown(word)} is not in the vocabulary of {len(self):,} words"
        strings = [known for known in reversed(self.words) if isinstance(known, str)]
        if isinstance(word, str) and len(word) < LONGEST_GUESSED:
            lowered = {known.lower(): known for known in strings}
            close = difflib.get_close_matches(word.lower(), lowered, n=3, cutoff=0.6)
            if close:
                names = " or ".join(shown(lowered[c]) for c in close)
                return KeyError(f"{message}; did you mean {names}?")
        names = ", ".join(map(_name, self.words_by_count(5)))
        return KeyError(f"{message}; its most frequent words are {names}.")

    def words_by_count(self, top: int) -> list[Word]:
        """Return the `top` most frequent words, the most frequent first."""
        return [self.words[i] for i in self.ids_by_count(top)]

    def ids_by_count(self, top: int) -> NDArray[np.int64]:
        """Return the ids of the `top` most frequent words, the most frequent first.

        Examples
        --------
        >>> from edu_w2v.corpora import BOB_PIZZA
        >>> Vocabulary(BOB_PIZZA, order="alphabetical").ids_by_count(3)
        array([0, 1, 4])
        """
        top = _checks.whole_number("top", top)
        return np.argsort(-self.counts, kind="stable")[:top]

    def encode(self, document: Sequence[Word]) -> NDArray[np.int32]:
        """Return the ids of the words of one document."""
        document = _checks.document_of_words(document)
        return np.array([self.id(word) for word in document], dtype=IDS)

    def decode(self, ids: Iterable[int]) -> list[Word]:
        """Return the words of the given ids.

        Examples
        --------
        >>> from edu_w2v.corpora import BOB_PIZZA
        >>> Vocabulary(BOB_PIZZA).decode([0, 2, 5])
        ['Bob', 'likes', 'pizza']
        """
        if isinstance(ids, str) or not _checks.is_iterable(ids):
            raise TypeError(
                f"ids must be a list of whole numbers, but is {shown(ids)}; pass "
                "encode(words)."
            )
        words = []
        for i in ids:
            if not 0 <= _checks.whole_number("id", i, minimum=0) < len(self):
                raise ValueError(
                    f"id must be below {len(self)}, but is {i}; ids count from 0."
                )
            words.append(self.words[i])
        return words

    def noise_distribution(self, power: float = 0.75) -> NDArray[np.float64]:
        """Return the probability of each word as a negative.

        It is p(w) = c(w)^power / Σ c(v)^power.

        Parameters
        ----------
        power : float
            1 keeps the frequencies, 0 makes all words equally probable.

        Returns
        -------
        ndarray, shape (V,)
            Probabilities that sum to 1.

        References
        ----------
        Mikolov et al. 2013, "Distributed representations of words and phrases",
        section 2.2.

        Examples
        --------
        >>> from edu_w2v.corpora import BOB_PIZZA
        >>> Vocabulary(BOB_PIZZA).noise_distribution().round(3)
        array([0.278, 0.165, 0.165, 0.098, 0.098, 0.098, 0.098])
        """
        weights = self.counts ** _checks.real_number(
            "power", power, minimum=-10, maximum=10
        )
        return weights / weights.sum()

    def keep_probabilities(self, subsample: float = 1e-3) -> NDArray[np.float64]:
        """Return the probability with which an occurrence of each word is kept.

        With f the share of a word in the corpus and t = `subsample`, it is
        min(1, √(t/f) + t/f): frequent words lose most occurrences, rare ones none.

        Parameters
        ----------
        subsample : float
            The threshold t; 0 keeps everything.

        Returns
        -------
        ndarray, shape (V,)

        References
        ----------
        word2vec.c, whose formula this is; equation 5 of Mikolov et al. 2013 has
        √(t/f) alone.

        Examples
        --------
        >>> vocabulary = Vocabulary.from_counts({"the": 99, "pizza": 1})
        >>> vocabulary.keep_probabilities(0.01).round(3)
        array([0.111, 1.   ])
        """
        threshold = _checks.real_number("subsample", subsample)
        if threshold == 0:
            return np.ones(len(self))
        with np.errstate(over="ignore"):  # where t/f is beyond all numbers, 1 is less
            ratio = threshold * self.counts.sum() / self.counts  # t/f
            return np.minimum(1.0, np.sqrt(ratio) + ratio)


def _not_words(document: object) -> TypeError:
    return TypeError(
        "words must be hashable, such as strings, but one in "
        f"{shown(document)} is not; pass documents that are lists of words, not lists "
        "of lists."
    )


def _is_word(word: Any) -> bool:
    """Say whether a word equals itself; NaN, which stands for nothing, does not."""
    try:
        return bool(word == word)
    except (TypeError, ValueError):
        return False


def _name(word: Any) -> str:
    plain = isinstance(word, str) and len(word) <= 20 and word.isprintable()
    return word if plain else shown(word)


@dataclass(frozen=True)
class EncodedCorpus:
    """A corpus as ids, all documents in one array: four bytes a word.

    Attributes
    ----------
    ids : ndarray of int32, shape (n,)
        The ids of all words, document after document.
    offsets : ndarray of int64, shape (number of documents + 1,)
        Document i is ``ids[offsets[i]:offsets[i + 1]]``.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __post_init__(self) -> None:
        ids = _checks.ids("ids", self.ids, 2**31).astype(IDS, copy=False)
        offsets = _checks.ids("offsets", self.offsets).astype(np.int64, copy=False)
        rising = len(offsets) and offsets[0] == 0 and (np.diff(offsets) >= 0).all()
        if not rising or offsets[-1] != len(ids):
            raise ValueError(
                f"offsets must begin at 0, not fall, and end at {len(ids)}, the number "
                f"of ids, but are {offsets[:5].tolist()}…; make it with encode_corpus."
            )
        vars(self).update(ids=ids, offsets=offsets)

    @classmethod
    def _of(cls, ids: NDArray[np.int32], offsets: NDArray[np.int64]) -> "EncodedCorpus":
        """Make a corpus from arrays that are known to be right, without a look."""
        corpus = cls.__new__(cls)
        vars(corpus).update(ids=ids, offsets=offsets)
        return corpus

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def document(self, i: int) -> NDArray[np.int32]:
        """Return the ids of document `i`."""
        if _checks.whole_number("i", i, minimum=0) >= len(self):
            raise ValueError(
                f"i must be below {len(self)}, the number of documents, but is "
                f"{shown(i)}; they count from 0."
            )
        return self.ids[self.offsets[i] : self.offsets[i + 1]]

    def between(self, first: int, last: int) -> "EncodedCorpus":
        """Return the documents from number `first` to just before number `last`."""
        last = _checks.whole_number("last", last, 0, len(self))
        first = _checks.whole_number("first", first, 0, last)
        start, end = self.offsets[first], self.offsets[last]
        return self._of(self.ids[start:end], self.offsets[first : last + 1] - start)

    @property
    def longest(self) -> int:
        """The number of words in the longest document."""
        return int(np.diff(self.offsets).max(initial=0))

    def document_numbers(self) -> NDArray[np.int64]:
        """Return, for each word, the number of its document: shape (n,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def keep(self, chosen: NDArray[np.bool_]) -> "EncodedCorpus":
        """Return the corpus with only the chosen words; documents close up over gaps.

        Parameters
        ----------
        chosen : ndarray of bool, shape (n,)
            One True or False for each word of the corpus.
        """
        flags = _checks.as_array(chosen)
        if flags.dtype != np.bool_ or flags.shape != self.ids.shape:
            raise ValueError(
                f"chosen must be {len(self.ids)} times True or False, one for each "
                f"word, but is {shown(chosen)}; pass a comparison such as "
                "corpus.ids < 5."
            )
        dropped = np.flatnonzero(~flags)
        dropped_before = np.searchsorted(dropped, self.offsets)
        return self._of(self.ids[flags], self.offsets - dropped_before)


def encode_corpus(
    documents: Iterable[Sequence[Word]], min_count: int = 1, order: str = "frequency"
) -> tuple[Vocabulary, EncodedCorpus]:
    """Count and encode a corpus in one pass, so that it may be a stream.

    Words that occur less than `min_count` times are left out before any window is
    laid over the text, as word2vec.c does.

    Parameters
    ----------
    documents : iterable of list of str
        May be a generator: each document is looked at once.
    min_count, order
        As for `Vocabulary`.

    Returns
    -------
    vocabulary : Vocabulary
    corpus : EncodedCorpus

    Examples
    --------
    >>> vocabulary, corpus = encode_corpus([["a", "b", "a"], ["b", "c"]], min_count=2)
    >>> vocabulary.words, corpus.ids, corpus.offsets
    (['a', 'b'], array([0, 1, 0, 1], dtype=int32), array([0, 3, 4]))
    """
    words, ids, offsets = _numbered(documents)
    pieces = [ids[start : start + PIECE] for start in range(0, len(ids), PIECE)]
    counts = sum(
        (np.bincount(piece + 1, minlength=len(words) + 1)[1:] for piece in pieces),
        np.zeros(len(words), int),
    )
    vocabulary = Vocabulary.from_counts(
        dict(zip(words, counts.tolist(), strict=True)), min_count, order
    )
    final = np.array([*(vocabulary.id_of.get(word, -1) for word in words), -1], IDS)
    for piece in pieces:
        piece[:] = final[piece]  # −1 is the last
    return vocabulary, EncodedCorpus._of(ids, offsets).keep(ids >= 0)


def _numbered(
    documents: Iterable[Sequence[Word]],
) -> tuple[list[Word], NDArray[np.int32], NDArray[np.int64]]:
    """Return words as they appear, the number of each word of the text, and offsets.

    A number of −1 is no word.
    """
    compiler_is_loaded = "edu_w2v.training.compiling" in sys.modules
    if compiler_is_loaded and isinstance(documents, Text) and documents.untouched:
        from edu_w2v.numbering import numbered

        return numbered(documents)
    # A new word gets the next number.
    number_of: defaultdict[Word, int] = defaultdict(count().__next__)
    numbers, offsets = array("i"), array("q", [0])
    for document in _checks.documents_of_words(documents):
        try:
            numbers.fromlist([number_of[word] for word in document])
        except TypeError:
            raise _not_words(document) from None
        offsets.append(len(numbers))
    ids = np.frombuffer(numbers, IDS) if numbers else np.empty(0, IDS)
    return list(number_of), ids, np.array(offsets, np.int64)
