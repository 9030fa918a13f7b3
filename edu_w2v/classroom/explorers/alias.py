"""Notebook 05: how are the buckets filled, and are the draws what they should be? Step by step."""

from functools import cache
from math import nan

import numpy as np
from numpy.typing import NDArray

from edu_w2v import _checks
from edu_w2v.alias import AliasTable, Transfer, fill_buckets
from edu_w2v.classroom.explorers.base import (
    Control,
    Frame,
    Layer,
    Recording,
    number,
    player,
    slider,
    state,
    still,
    text,
)
from edu_w2v.classroom.scene import Scene
from edu_w2v.vocabulary import Vocabulary

MOST_WORDS, MOST_LETTERS = 8, 9  # what there is room for
DRAWS = (0, *(m * 10**e for e in range(1, 5) for m in (1, 2, 5)), 100_000)
TOP, ROW, BAR = 52, 42, 28
LEFT, ROOM = 112, 360  # where the buckets begin, and how far they may reach
SHARE, WIDTH = 520, 110  # where the shares begin, and the length of the largest


class AliasExplorer(Recording):
    """The buckets of an alias table, filled one transfer at a time; then draws from it.

    Attributes
    ----------
    counts : str
        Words and their counts, separated by commas.
    power : float
        α: the probabilities are in proportion to the counts raised to it.
    step : int
        How many transfers have been made.
    draws : int
        Which of the numbers in `DRAWS` of draws is to be seen.
    seed : int

    Examples
    --------
    >>> explorer = AliasExplorer(power=1, step=1)
    >>> explorer.layers[0]["says"][1]
    'Transfer 1 of 6: wings keeps 0.58 of its bucket, likes fills it and has 0.75 left.'
    """

    name = "Buckets being filled, and the shares of the words drawn"
    size = state((840, 430))
    counts = state("Bob 4, likes 2, dislikes 2, kale 1, lettuce 1, pizza 1, wings 1")
    power = state(0.75)
    step = state(0)
    draws = state(0)
    seed = state(0)

    def form(self) -> list[Control]:
        """Return the controls."""
        return [
            text("counts", "counts"),
            slider("power", "power α", 0, 1, 0.05),
            slider("seed", "seed of the draws", 0, 20, 1),
            player("step", "transfers", pause=1000),
            player("draws", "draws", pause=500),
        ]

    def layers_now(self) -> list[Layer]:
        """Compute the state and draw it."""
        vocabulary = _counted(self.counts)
        power = _checks.real_number("power", self.power, 0, 1)
        self.probabilities = vocabulary.noise_distribution(power)
        words, p = vocabulary.words, self.probabilities
        ground = Scene()
        ground.text(LEFT, 30, "buckets: full at the line", bold=True)
        ground.text(SHARE, 30, "share drawn (and p)", bold=True)
        for i, word in enumerate(words):
            ground.text(LEFT - 8, TOP + ROW * i + 21, word, "end")
            x = SHARE + WIDTH * p[i] / p.max()
            ground.line([(x, TOP + ROW * i - 4), (x, TOP + ROW * i + BAR + 4)], "ink", 4)
        return [self._filling(words, p), self._drawing(p), still(ground)]  # the lines above the bars

    def _filling(self, words: list[str], p: NDArray[np.float64]) -> Layer:
        """Draw the buckets before the first transfer and after each."""
        self.transfers = transfers = fill_buckets(p)
        unit = min(150.0, ROOM / (p.max() * len(p)))

        def frame(t: int) -> Frame:
            mass = p * len(p)
            for transfer in transfers[:t]:
                mass[transfer.large] = transfer.left
            picture = _buckets(words, mass, {each.small: each for each in transfers[:t]}, unit)
            if t == 0:
                most = int(mass.argmax())
                return picture, f"At the start {words[most]} has {number(mass[most])} buckets to place."
            small, large, threshold, left = transfers[t - 1]
            return picture, (
                f"Transfer {t} of {len(transfers)}: {words[small]} keeps {number(threshold)} "
                f"of its bucket, {words[large]} fills it and has {number(left)} left."
            )

        return Layer(frame, len(transfers) + 1, by="step")

    def _drawing(self, p: NDArray[np.float64]) -> Layer:
        """Draw the shares after more and more draws, and test them against p."""
        seed = _checks.whole_number("seed", self.seed, minimum=0)
        self.experiment = experiment = cache(lambda: _experiment(p, seed))

        def frame(i: int) -> Frame:
            if i == 0:
                return _shares(np.zeros(len(p), dtype=int), 0, p), "Nothing is drawn yet."
            observed, chi2, p_values = experiment()
            n, picture = DRAWS[i], _shares(observed[i], DRAWS[i], p)
            result = f"{n:,} draws: χ² = {number(chi2[i])}, p-value {number(p_values[i], 3)}"
            picture.text(826, TOP + ROW * len(p) + 26, result, "end", bold=True)
            return picture, f"After {result}, with {len(p) - 1} degrees of freedom."

        return Layer(frame, len(DRAWS), by="draws")


def _experiment(p: NDArray[np.float64], seed: int) -> tuple[NDArray[np.int64], list[float], list[float]]:
    """Count the words among the first n draws, for each n of `DRAWS`, and test them against p.

    Returns
    -------
    observed : ndarray, shape (len(DRAWS), V)
    chi2, p_values : list of float
        Not a number where nothing is drawn.
    """
    from scipy.stats import chisquare  # takes longer to import than all else here

    drawn = AliasTable(p).sample(DRAWS[-1], seed)
    observed = np.array([np.bincount(drawn[:n], minlength=len(p)) for n in DRAWS])
    tests = chisquare(observed[1:], np.outer(DRAWS[1:], p), axis=1)
    return observed, [nan, *tests.statistic], [nan, *tests.pvalue]


def _counted(counts: str) -> Vocabulary:
    """Read "Bob 4, likes 2" as counts of words."""
    pieces = [piece.strip().rpartition(" ") for piece in counts.split(",") if piece.strip()]
    read = {word.strip(): int(count) if count.isdecimal() else count for word, _, count in pieces}
    vocabulary = Vocabulary.from_counts(read, order="frequency")  # type: ignore[arg-type]  # which refuses what is no number
    if not 2 <= len(vocabulary) <= MOST_WORDS or max(map(len, vocabulary)) > MOST_LETTERS:
        raise ValueError(
            f"counts must name 2 to {MOST_WORDS} words of at most {MOST_LETTERS} letters to fit the "
            f"picture, but are {counts!r:.60}; write, for example, Bob 4, likes 2."
        )
    return vocabulary


def _buckets(
    words: list[str], mass: NDArray[np.float64], done: dict[int, Transfer], unit: float
) -> Scene:
    """Draw what each word has: its own bucket, with the part that came from another."""
    picture = Scene()
    for i in range(len(words)):
        y, own = TOP + ROW * i, done[i].threshold if i in done else mass[i]
        picture.box(LEFT, y, unit * own, BAR, fill="blue")
        if i in done:
            giver = words[done[i].large]
            picture.box(LEFT + unit * own, y, unit * (1 - own), BAR, fill="orange")
            picture.text(LEFT + unit + 8, y + 21, f"{number(own)} own + {giver}")
        else:
            picture.text(LEFT + max(unit, unit * own) + 8, y + 21, number(own))
    picture.line([(LEFT + unit, TOP - 8), (LEFT + unit, TOP + ROW * len(words))], "ink", 3, "dash")
    return picture


def _shares(observed: NDArray[np.int64], n: int, p: NDArray[np.float64]) -> Scene:
    """Draw the share of each word among n draws, to be compared with the line at its probability."""
    picture = Scene()
    for i, share in enumerate(observed / max(1, n)):
        length = min(WIDTH * 1.15, WIDTH * share / p.max())
        picture.box(SHARE, TOP + ROW * i, length, BAR, fill="green")
        said = f"{number(share, 3)}" if n else "–"
        picture.text(SHARE + WIDTH * 1.15 + 6, TOP + ROW * i + 21, f"{said} ({number(p[i], 3)})")
    return picture
