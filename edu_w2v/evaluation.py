"""How good are the vectors? Three measures, each with the error that chance leaves.

The *held-out loss* asks what training asks, on text that training has not seen. *Word
similarity* asks whether the cosines put pairs of words in the order in which people do.
*Analogies* ask for the fourth word: man is to king as woman is to …
"""

import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from edu_w2v import _checks
from edu_w2v.alias import AliasTable
from edu_w2v.corpora import Word
from edu_w2v.embeddings import Embeddings
from edu_w2v.objective import log_sigmoid
from edu_w2v.similarity import unit_rows
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.vocabulary import Vocabulary

Judgement = tuple[Word, Word, float]
Analogy = tuple[Word, Word, Word, Word]
Numbers = NDArray[np.floating]

LARGEST_FILE = 50_000_000  # bytes; published files have fewer than a million
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
HEADER = re.compile(r'"?word ?[12]"?')  # of the first two columns
PARTS_OF_SPEECH = ("a", "n", "r", "v")  # SimLex-999 has them before the number
AT_ONCE = 100  # analogies


class Estimate(NamedTuple):
    """A number measured on a sample.

    Attributes
    ----------
    value : float
    standard_error : float
        The spread of `value` over other samples of the same size; about 95 in 100 lie
        within two standard errors of the truth.
    n : int
        The size of the sample, in pairs.
    """

    value: float
    standard_error: float
    n: int


def held_out_loss(
    model: Embeddings,
    documents: Iterable[Sequence[Word]],
    radius: int = 5,
    negatives: int = 5,
    subsample: float = 0.0,
    noise_power: float = 0.75,
    seed: int = 0,
) -> Estimate:
    """Return the mean loss per positive pair, in nats, on text not trained on.

    Pass the settings of the training, so that the question is the same. The pairs of a
    sentence are alike, so the standard error treats the documents, not the pairs, as
    what was sampled. The seed decides windows, negatives and subsampling, not the
    answer: with the same seed, two models are asked the same questions.

    References
    ----------
    W. G. Cochran 1977, *Sampling Techniques*, section 6.3, for the error of a ratio.

    Examples
    --------
    >>> from edu_w2v.corpora import toy_world
    >>> from edu_w2v.training import train
    >>> settings = {"dimension": 10, "radius": 3, "epochs": 1, "backend": "numpy"}
    >>> model = train(toy_world(3000), **settings)
    >>> estimate = held_out_loss(model, toy_world(200, seed=1), radius=3)
    >>> estimate.value < 4.158  # 6 log 2, as before training
    True
    """
    W, C = _both_matrices(model)
    radius = _checks.whole_number("radius", radius, maximum=2**31 - 1)
    negatives = _checks.whole_number("negatives", negatives, maximum=1_000)
    rng = _checks.generator(seed, "seed")
    vocabulary = model.vocabulary
    keep = vocabulary.keep_probabilities(subsample)
    noise = AliasTable(vocabulary.noise_distribution(noise_power))
    sums, sizes = [], []
    for document in _checks.documents_of_words(documents):
        ids = _known_ids(document, vocabulary)
        ids = ids[rng.random(len(ids)) < keep[ids]]
        pairs = skipgram_pairs(ids, radius, dynamic_window=True, rng=rng)
        if len(pairs):
            drawn = noise.sample((len(pairs), negatives), rng)
            w, c_pos, C_neg = W[pairs[:, 0]], C[pairs[:, 1]], C[drawn]
            loss = -log_sigmoid((w * c_pos).sum(axis=1)).sum()
            loss -= log_sigmoid(-np.einsum("nd,nkd->nk", w, C_neg)).sum()
            sums.append(float(loss))
            sizes.append(len(pairs))
    return _ratio(np.array(sums), np.array(sizes))


def _both_matrices(model: Embeddings) -> tuple[Numbers, Numbers]:
    """Return W and C of a model that has both."""
    _checks.instance("model", model, Embeddings, "pass what train() returns")
    if model.C is None:
        raise ValueError(
            "model must have context vectors C, but has none; pass one made by train()."
        )
    W, C = (_checks.factors("model", matrix, 2) for matrix in (model.W, model.C))
    return W, C


def _known_ids(document: Sequence[Word], vocabulary: Vocabulary) -> NDArray[np.int32]:
    """Return the ids of the words of a document that have one."""
    try:
        known = [word for word in document if word in vocabulary.id_of]
        return vocabulary.encode(known)
    except TypeError:  # a list in a list, for example
        raise TypeError(
            f"documents must be lists of words, but one is {_checks.shown(document)}; "
            "leave out what is no word."
        ) from None


def _ratio(sums: Numbers, sizes: Numbers) -> Estimate:
    """Return the mean loss per pair, and its error, where documents were sampled."""
    n = len(sums)
    if n < 2:
        raise ValueError(
            "documents must hold at least two with two known words each, but hold "
            f"{n}; pass more text."
        )
    mean = sums.sum() / sizes.sum()
    residuals = sums - mean * sizes
    error = np.sqrt(n / (n - 1) * (residuals**2).sum()) / sizes.sum()
    return Estimate(float(mean), float(error), int(sizes.sum()))


def read_judgements(path: str | Path) -> list[Judgement]:
    r"""Read pairs of words and the similarity that people gave them.

    A line is two words and a number, between tabs or commas; before the number may be a
    part of speech (A, N, R or V), and what stands behind it is not read. A first line
    of names is skipped, and so are comments, which begin with ``#``. So WordSim-353 and
    SimLex-999 are read as they are published. Words are returned in lower case.

    References
    ----------
    Finkelstein et al. 2002 (WordSim-353); Hill, Reichart and Korhonen 2015
    (SimLex-999).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.tsv"
    ...     lines = "word1\tword2\tPOS\tSimLex999\nTiger\tcat\tN\t7.35\n"
    ...     _ = file.write_text(lines, "utf-8")
    ...     read_judgements(file)
    [('tiger', 'cat', 7.35)]
    """
    judgements: list[Judgement] = []
    for i, (n, line) in enumerate(_lines(path)):
        fields = [_plain(field) for field in line.split("\t" if "\t" in line else ",")]
        names = [field for field in fields[:2] if HEADER.fullmatch(field)]
        if i == 0 and len(names) == 2 and len(fields) > 2:
            continue
        at = 3 if fields[2:3] and fields[2] in PARTS_OF_SPEECH else 2
        number = fields[at] if len(fields) > at else ""
        words = [word for word in fields[:2] if _is_word(word)]
        score = float(number) if NUMBER.fullmatch(number) else math.nan
        if len(words) < 2 or not math.isfinite(score):
            raise _not_a_line(path, n, line, "two words and a number between tabs")
        judgements.append((words[0], words[1], score))
    if not judgements:
        raise ValueError(
            f"path {_checks.shown_path(path)} has no judgements; name another file."
        )
    return judgements


def read_analogies(path: str | Path) -> dict[str, list[Analogy]]:
    r"""Read questions such as "man king woman queen", section by section.

    A line that begins with ``:`` names a section, each other line is four words, as in
    the file ``questions-words.txt`` of word2vec.c. Comments begin with ``#``. Words are
    returned in lower case.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.txt"
    ...     _ = file.write_text(": royals\nMan king Woman queen\n", "utf-8")
    ...     read_analogies(file)
    {'royals': [('man', 'king', 'woman', 'queen')]}
    """
    sections: dict[str, list[Analogy]] = {}
    section: list[Analogy] | None = None
    for n, line in _lines(path):
        if line.startswith(":"):
            section = sections.setdefault(line[1:].strip(), [])
            continue
        words = [_plain(word) for word in line.split()]
        if section is None or len(words) != 4 or not all(map(_is_word, words)):
            raise _not_a_line(path, n, line, "four words, below a line ': section'")
        section.append((words[0], words[1], words[2], words[3]))
    if not sections:
        raise ValueError(
            f"path {_checks.shown_path(path)} has no analogies; name another file."
        )
    return sections


def _lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file, numbered, without blanks and comments."""
    place, name = _checks.file_name("path", path), _checks.shown_path(path)
    with _checks.reading(path):
        if place.exists() and not place.is_file():  # a pipe would wait for ever
            raise OSError("it is no file")
        with place.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ValueError(f"path {name} is larger than 50 MB; name a smaller file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"path {name} is not UTF-8 text; save it as UTF-8.") from None
    for n, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        if line.strip() and not line.startswith("#"):
            yield n, line


def _plain(word: str) -> str:
    """Return a word as `edu_w2v.corpora.tokenize` writes it."""
    return unicodedata.normalize("NFC", word.strip().lower())


def _is_word(word: str) -> bool:
    """Say whether a word is not empty, and has no quotes or hidden signs."""
    hidden = any(unicodedata.category(sign) == "Cc" for sign in word)
    return bool(word) and not hidden and not set(word) & {'"', "\ufeff", "\ufffd"}


def _not_a_line(path: str | Path, n: int, line: str, form: str) -> ValueError:
    return ValueError(
        f"path {_checks.shown_path(path)} must have {form} in line {n}, but has "
        f"{_checks.shown(line)}; mend it, or make it a comment with #."
    )


def word_similarity(
    model: Embeddings,
    judgements: Iterable[Judgement],
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate:
    """Return Spearman's rank correlation between cosines and human judgements.

    Pairs with a word that is unknown, or has a zero vector, are left out: `n` says how
    many were not. The standard error is that of a bootstrap: the spread of the
    correlation over `resamples` samples of the pairs, drawn with replacement.

    References
    ----------
    B. Efron 1979, "Bootstrap methods: another look at the jackknife".

    Examples
    --------
    >>> from edu_w2v.vocabulary import Vocabulary
    >>> vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.3, 0.7]])
    >>> model = Embeddings(Vocabulary([["cat", "dog", "kale", "soup"]]), vectors)
    >>> human = [("cat", "dog", 9.0), ("kale", "soup", 6.0), ("cat", "kale", 1.0)]
    >>> estimate = word_similarity(model, [*human, ("cat", "yeti", 5.0)])
    >>> round(estimate.value, 3), estimate.n
    (1.0, 3)
    """
    _checks.instance("model", model, Embeddings, "pass what train() returns")
    resamples = _checks.whole_number("resamples", resamples, 2, 10_000)
    rng = _checks.generator(seed, "seed")
    known = list(_known(model, judgements))
    if len(known) < 3:
        raise ValueError(
            "judgements must hold at least three pairs of known words, but hold "
            f"{len(known)}; pass others, or a model with a larger vocabulary."
        )
    first, second = (unit_rows(np.array([pair[i] for pair in known])) for i in (0, 1))
    cosines = (first * second).sum(axis=1)
    human = np.array([score for _, _, score in known])
    value = _rank_correlation(cosines, human)
    samples = rng.integers(len(known), size=(resamples, len(known)))
    others = [_rank_correlation(cosines[s], human[s]) for s in samples]
    others = [r for r in others if not math.isnan(r)]
    if math.isnan(value) or len(others) < 2:
        raise ValueError(
            "judgements must differ, and so must the cosines of their words, but they "
            "are nearly all equal; pass more pairs."
        )
    return Estimate(value, float(np.std(others, ddof=1)), len(known))


def _known(
    model: Embeddings, judgements: Iterable[Judgement]
) -> Iterator[tuple[Numbers, Numbers, float]]:
    """Yield the two vectors and the number of each judgement that has two vectors."""
    for judgement in _some("judgements", judgements):
        match judgement:
            case (Hashable(), Hashable(), score):
                a, b = judgement[:2]
                _checks.real_number("each score of judgements", score, -math.inf)
                if a in model and b in model and model[a].any() and model[b].any():
                    yield model[a], model[b], score
            case _:
                raise ValueError(
                    "judgements must be two words and a finite number, but one is "
                    f"{_checks.shown(judgement)}; pass what read_judgements() returns."
                )


def _some(name: str, items: Iterable[Any]) -> Iterable[Any]:
    """Refuse what cannot be gone through."""
    if not _checks.is_iterable(items):
        raise TypeError(
            f"{name} must be a list, but is {_checks.shown(items)}; pass a list."
        )
    return items


def _rank_correlation(x: Numbers, y: Numbers) -> float:
    """Return Spearman's correlation, NaN where all of one side are equal."""
    if (x == x[0]).all() or (y == y[0]).all():
        return math.nan
    return float(spearmanr(x, y).statistic)


def analogy_accuracy(
    model: Embeddings, questions: Iterable[Analogy], restrict_to: int = 300_000
) -> Estimate:
    """Return the share of questions "a is to b as c is to …" that get the right answer.

    The answer is the word nearest to b − a + c that is not in the question, among the
    `restrict_to` most frequent words. Capital letters do not count. Questions with a
    word that is not among these are left out: `n` says how many were not.

    Pass a section of what `read_analogies` returns, or the sections joined:
    ``itertools.chain(*sections.values())``.

    References
    ----------
    Mikolov et al. 2013 (arXiv 1301.3781), section 4.1.

    Examples
    --------
    >>> from edu_w2v.vocabulary import Vocabulary
    >>> vectors = np.array([[1, 1], [0.2, 1], [1, -1], [0.2, -1]])
    >>> model = Embeddings(Vocabulary([["king", "man", "queen", "woman"]]), vectors)
    >>> analogy_accuracy(model, [("man", "king", "woman", "queen")])
    Estimate(value=1.0, standard_error=0.0, n=1)
    """
    _checks.instance("model", model, Embeddings, "pass what train() returns")
    restrict_to = _checks.whole_number("restrict_to", restrict_to)
    ids = model.vocabulary.ids_by_count(restrict_to)
    ids = ids[model.W[ids].any(axis=1)]
    words = [_folded(model.vocabulary.words[i]) for i in ids]
    row_of = {word: row for row, word in reversed(list(enumerate(words)))}
    asked = _known_questions(questions, row_of)
    if len(asked) == 0:
        raise ValueError(
            "questions must hold one of four known words, but hold none; pass others, "
            "or a larger restrict_to."
        )
    unit, same = unit_rows(model.W[ids]), np.array([row_of[word] for word in words])
    right = 0
    for part in np.array_split(asked, -(-len(asked) // AT_ONCE)):
        a, b, c, d = part.T
        scores = (unit[b] - unit[a] + unit[c]) @ unit.T
        for question in (a, b, c):
            scores[question[:, None] == same] = -np.inf
        right += int((same[scores.argmax(axis=1)] == d).sum())
    share, n = right / len(asked), len(asked)
    return Estimate(share, math.sqrt(share * (1 - share) / n), n)


def _known_questions(
    questions: Iterable[Analogy], row_of: dict[Word, int]
) -> NDArray[np.int64]:
    """Return the rows of the words of each question all of whose words have one."""
    asked = []
    for question in _some("questions", questions):
        match question:
            case (Hashable(), Hashable(), Hashable(), Hashable()):
                rows = [row_of.get(_folded(word), -1) for word in question]
            case _:
                raise ValueError(
                    "questions must be of four words, but one is "
                    f"{_checks.shown(question)}; pass a section of read_analogies()."
                )
        if min(rows) >= 0:
            asked.append(rows)
    return np.array(asked, dtype=np.int64)


def _folded(word: Word) -> Word:
    """Return a word without capital letters; words need not be strings."""
    return word.lower() if isinstance(word, str) else word
