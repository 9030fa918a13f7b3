"""How good are the vectors? Two measures, each with the error that chance leaves in it.

The *held-out loss* asks what training asks, on text that training has not seen. *Word
similarity* asks whether the cosines put pairs of words in the order in which people do.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

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

Judgement = tuple[Word, Word, float]
Numbers = NDArray[np.floating]


class Estimate(NamedTuple):
    """A number measured on a sample.

    Attributes
    ----------
    value : float
    standard_error : float
        The spread of `value` over other samples of the same size; about 95 in 100 lie within
        two standard errors of the truth.
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
    """Return the mean loss per positive pair, in nats, on documents that were not trained on.

    Pass the settings of the training, so that the question is the same. The pairs of a
    sentence are alike, so the standard error treats the documents, not the pairs, as what
    was sampled.

    Parameters
    ----------
    model : Embeddings
        With both matrices.
    documents : iterable of list of str
        Unknown words are left out before windows are laid, as in training.
    radius, negatives, subsample, noise_power
        As for `edu_w2v.training.train`.
    seed : int
        Decides windows, negatives and subsampling, not the answer: with the same seed, two
        models are asked the same questions.

    Returns
    -------
    Estimate

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind, the model has no C, or there are fewer than two
        documents with a pair.

    References
    ----------
    W. G. Cochran 1977, *Sampling Techniques*, section 6.3, for the error of a ratio.

    Examples
    --------
    >>> from edu_w2v.corpora import toy_world
    >>> from edu_w2v.training import train
    >>> model = train(toy_world(3000), dimension=10, radius=3, epochs=1, backend="numpy")
    >>> estimate = held_out_loss(model, toy_world(200, seed=1), radius=3)
    >>> estimate.value < 4.158  # 6 log 2, as before training
    True
    """
    _checks.instance("model", model, Embeddings, "pass what train() returns")
    if model.C is None:
        raise ValueError(
            "model must have context vectors C, but has none; pass one made by train()."
        )
    _checks.whole_number("negatives", negatives)
    rng = _checks.generator(seed, "seed")
    vocabulary = model.vocabulary
    keep = vocabulary.keep_probabilities(subsample)
    noise = AliasTable(vocabulary.noise_distribution(noise_power))
    sums, sizes = [], []
    for document in _checks.documents_of_words(documents):
        ids = np.array(
            [vocabulary.id_of[word] for word in document if word in vocabulary.id_of],
            np.int32,
        )
        ids = ids[rng.random(len(ids)) < keep[ids]]
        pairs = skipgram_pairs(ids, radius, dynamic_window=True, rng=rng)
        if len(pairs):
            w, c_pos = model.W[pairs[:, 0]], model.C[pairs[:, 1]]
            C_neg = model.C[noise.sample((len(pairs), negatives), rng)]
            loss = -log_sigmoid((w * c_pos).sum(axis=1)).sum()
            loss -= log_sigmoid(-np.einsum("nd,nkd->nk", w, C_neg)).sum()
            sums.append(float(loss))
            sizes.append(len(pairs))
    if len(sums) < 2:
        raise ValueError(
            f"documents must hold at least two with two known words each, but hold {len(sums)}; "
            "pass more text."
        )
    mean = sum(sums) / sum(sizes)
    residuals = np.array(sums) - mean * np.array(sizes)
    error = np.sqrt(len(sums) / (len(sums) - 1) * (residuals**2).sum()) / sum(sizes)
    return Estimate(mean, float(error), sum(sizes))


def read_judgements(path: str | Path) -> list[Judgement]:
    r"""Read pairs of words and the similarity that people gave them.

    Parameters
    ----------
    path : str or Path
        A text file in UTF-8: two words and a number a line, between tabs, as WordSim-353 and
        SimLex-999 are published. Lines that begin with ``#`` are comments, and what stands
        behind the number is not read.

    Returns
    -------
    list of (str, str, float)
        Words in lower case.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a line is not of this form.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.tsv"
    ...     _ = file.write_text("# word, word, 0 to 10\nTiger\tcat\t7.35\n", encoding="utf-8")
    ...     read_judgements(file)
    [('tiger', 'cat', 7.35)]
    """
    place = _checks.file_name("path", path)
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ValueError(
            f"path {str(path)!r} is not UTF-8 text; save it as UTF-8."
        ) from None
    except OSError as error:
        raise type(error)(
            f"path {str(path)!r} cannot be read ({error.strerror}); name a file."
        ) from None
    judgements = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            a, b, score = line.lower().split("\t")[:3]
            judgements.append(
                (a, b, _checks.real_number("score", float(score), -math.inf))
            )
        except ValueError:
            raise ValueError(
                f"line {number} of {str(path)!r} must be two words and a number between tabs, "
                f"but is {line!r:.60}; mend it, or make it a comment with #."
            ) from None
    return judgements


def word_similarity(
    model: Embeddings,
    judgements: Iterable[Judgement],
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate:
    """Return Spearman's rank correlation between cosines and human judgements.

    Parameters
    ----------
    model : Embeddings
    judgements : iterable of (str, str, float)
        From `read_judgements`. Pairs with an unknown word are left out: `n` says how many
        were not.
    resamples : int
        The standard error is that of a bootstrap: the spread of the correlation over so many
        samples of the pairs, drawn with replacement.
    seed : int

    Returns
    -------
    Estimate

    Raises
    ------
    ValueError
        If fewer than three pairs are known, or an argument is not of its kind.

    References
    ----------
    Finkelstein et al. 2002 (WordSim-353); Hill, Reichart and Korhonen 2015 (SimLex-999);
    B. Efron 1979, "Bootstrap methods: another look at the jackknife".

    Examples
    --------
    >>> from edu_w2v.vocabulary import Vocabulary
    >>> vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.3, 0.7]])
    >>> model = Embeddings(Vocabulary([["cat", "dog", "kale", "soup"]]), vectors)
    >>> human = [("cat", "dog", 9.0), ("kale", "soup", 6.0), ("cat", "kale", 1.0), ("cat", "yeti", 5.0)]
    >>> estimate = word_similarity(model, human)
    >>> round(estimate.value, 3), estimate.n
    (1.0, 3)
    """
    _checks.instance("model", model, Embeddings, "pass what train() returns")
    resamples = _checks.whole_number("resamples", resamples, minimum=2)
    rng = _checks.generator(seed, "seed")
    known = [
        (a, b, score)
        for a, b, score in _triples(judgements)
        if a in model and b in model
    ]
    if len(known) < 3:
        raise ValueError(
            f"judgements must hold at least three pairs of known words, but hold {len(known)}; "
            "pass others, or a model with a larger vocabulary."
        )
    first = unit_rows(np.array([model[a] for a, _, _ in known]))
    second = unit_rows(np.array([model[b] for _, b, _ in known]))
    cosines = (first * second).sum(axis=1)
    human = np.array([score for _, _, score in known])
    samples = rng.integers(len(known), size=(resamples, len(known)))
    spread = np.nanstd(
        [_rank_correlation(cosines[s], human[s]) for s in samples], ddof=1
    )
    return Estimate(_rank_correlation(cosines, human), float(spread), len(known))


def _triples(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Yield each judgement, which must be two words and a number."""
    _checks.instance(
        "judgements", judgements, Iterable, "pass what read_judgements() returns"
    )
    for judgement in judgements:
        match judgement:
            case (str(), str(), float() | int() as score) if math.isfinite(score):
                yield judgement
            case _:
                raise ValueError(
                    f"judgements must be two words and a finite number, but one is {judgement!r:.50}; "
                    "pass what read_judgements() returns."
                )


def _rank_correlation(x: Numbers, y: Numbers) -> float:
    """Return Spearman's correlation, NaN where one side is constant and has no order."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(spearmanr(x, y).statistic)
