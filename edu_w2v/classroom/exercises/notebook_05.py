"""Exercises of notebook 05: drawing words, and testing that they are drawn rightly."""

from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable
from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.classroom.exercises.comparing import Odd
from edu_w2v.classroom.exercises.running import Outcome, run
from edu_w2v.corpora import BOB_PIZZA, state_of_the_union
from edu_w2v.vocabulary import Vocabulary

Vector = NDArray[np.float64]
Draws = NDArray[np.integer]

BOB = Vocabulary(BOB_PIZZA)
P = BOB.noise_distribution()


# 1: filling by hand

q1 = Exercise(
    solution=[0.2, 0.7, 1.0, 1.0, 0.9],
    why=(
        "The fifth word gives 0.8 to the first and keeps 0.9. Now the second, 0.7, has the least: the"
        " fourth gives it 0.3 and keeps 1.1. Then the fifth needs 0.1, and the fourth gives it and "
        "keeps exactly 1. The third has exactly one bucket from the start. A threshold is what a word"
        " has when its bucket gets its piece."
    ),
    hints=[
        "Write the five numbers down, and cross out a word when its bucket is finished.",
        "First step: 0.2 gets 0.8 from 1.7. What does the fifth word have then, and is it still above"
        " 1?",
        "Second step: 0.7 gets 0.3 from 1.4. Third step: the fifth word, now at 0.9, needs 0.1.",
    ],
    mistakes=[
        (
            [0.2, 0.7, 1.0, 1.0, 1.0],
            "The fifth word gave a piece in the first step. Is what it has left still a full bucket?",
        ),
        (
            [0.2, 0.7, 1.0, 1.0, 0.8],
            "0.8 is what the fifth word gave away. Its threshold is what it keeps.",
        ),
        (
            [1.0, 1.0, 1.0, 1.0, 1.0],
            "So full are the buckets at the end. A threshold is the part that is the word's own.",
        ),
        (
            [0.04, 0.14, 0.2, 0.2, 0.18],
            "These are divided by 5. Measure in buckets: a full one is 1.",
        ),
        (
            [0.2, 0.7, 1.0, 1.1, 0.9],
            "One step is missing: the fourth word still has more than a bucket, and the fifth needs it.",
        ),
        (
            [0.2, 0.7, 0.0, 0.0, 0.9],
            "Two buckets get no piece, so they belong to their own words altogether: their threshold is "
            "1, not 0.",
        ),
        ([0.2, 0.7, 1.0, 1.4, 1.7], "That is what the words have before the first step."),
        (
            [0.8, 0.3, 0.0, 0.0, 0.1],
            "These are the pieces that come from others. The threshold is the word's own part.",
        ),
        (
            [0.2, 0.7, 1.0, 0.6, 1.0],
            "The first step takes from the word with the most: that is the fifth, with 1.7.",
        ),
    ],
    must=[
        (
            lambda own: not isinstance(own, str) and not any(isinstance(x, str) for x in own),
            "Your answer is text: write a list of five numbers, without quotes.",
        ),
        (lambda own: len(own) == 5, "There are five buckets, so give a list of five thresholds."),
        (lambda own: max(own) <= 1, "A threshold is a part of a bucket, so it cannot be above 1."),
    ],
)


# 2: the power

q2 = Exercise(
    solution=0.5,
    why="16 to the power 0.5 is its square root, 4, and 1 to any power is 1.",
    hints=[
        "The ratio of the two counts is 16. Raised to the power it must be 4.",
        "16 is 4 times 4. Which power turns 16 into 4?",
    ],
    mistakes=[
        (0.25, "16 times 0.25 is 4, but the power is an exponent: 16 to the 0.25 is 2."),
        (0.75, "16 to the 0.75 is 8, so the first word would be drawn 8 times as often."),
        (2, "4 to the power 2 is 16. You want the other direction, from 16 to 4."),
        (4, "4 is the ratio that you want, and the question is for the power that gives it."),
        (1, "The power 1 changes nothing: the ratio stays 16."),
        (0, "The power 0 makes both words equally probable."),
    ],
    must=[(lambda power: 0 < power < 1, "The ratio becomes smaller, so the power is between 0 and 1.")],
    code="import math\n\nmath.log(4) / math.log(16)  # = 0.5, since 16 ** 0.5 is 4",
)


# 3: the fault


class Sampler:
    """A sampler of unknown making, which draws words of Bob and pizza.

    Parameters
    ----------
    letter : str
        Its name.
    draw : function
        Gets a size and a seed, and returns numbers of words.
    """

    def __init__(self, letter: str, draw: Callable[[int, int], Draws]) -> None:
        self._letter, self._draw = letter, draw

    def __repr__(self) -> str:
        return f"sampler {self._letter}"

    def sample(self, size: int, rng: int) -> Draws:
        """Draw `size` words; `rng` is a seed, as for `AliasTable.sample`."""
        return self._draw(size, rng)


def _by_search(size: int, seed: int) -> Draws:
    u = np.random.default_rng(seed).random(size)
    return np.searchsorted(np.cumsum(P[:-1]), u, side="right")


def _by_counts(size: int, seed: int) -> Draws:
    rng = np.random.default_rng(seed)
    return rng.permutation(np.repeat(np.arange(len(P)), rng.multinomial(size, P)))


def _with_another_power(size: int, seed: int) -> Draws:
    return AliasTable(BOB.noise_distribution(power=0.74)).sample(size, seed)


def _by_rejection(size: int, seed: int) -> Draws:
    rng = np.random.default_rng([seed, 1])
    words = rng.integers(len(P), size=3 * size)  # of which about half are kept
    return words[rng.random(3 * size) < P[words] / P.max()][:size]


SAMPLERS = {
    "A": Sampler("A", _by_search),
    "B": Sampler("B", lambda size, seed: AliasTable(P).sample(size, seed)),
    "C": Sampler("C", _by_rejection),
    "D": Sampler("D", _with_another_power),
    "E": Sampler("E", _by_counts),
}
"""Five samplers that all claim to draw with the probabilities of Bob and pizza."""

q3 = Exercise(
    solution="D",
    why=(
        "With a million draws the χ² of D is far above that of all right samplers. D was built with "
        "the power 0.74 in place of 0.75, so Bob is drawn 0.8 % too seldom. A searches the "
        "cumulative probabilities. B is an alias table. C draws all words alike and keeps each with "
        "a probability. E draws seven counts at once and shuffles. These four are right."
    ),
    hints=[
        'Start with one: p_value(SAMPLERS["A"].sample(n, rng=0), p_bob).',
        "Do it for all five. A small p-value may be chance; draw again with another seed.",
        "A wrong sampler fails with every seed, a right one only now and then.",
    ],
    mistakes=[
        (
            "A",
            "A is right. Its p-values with a million draws are ordinary, such as 0.71 with the seed 0.",
        ),
        (
            "B",
            "B is right. With a million draws its p-values are ordinary: is one small with each seed?",
        ),
        ("C", "C is right. If one of its p-values was small, that was chance: try other seeds."),
        (
            "E",
            "E is right: its p-values are ordinary. A look at the shares does not help; use χ² with a "
            "million draws.",
        ),
        ("none", "One of the five is wrong. Use χ² with a million draws: fewer may not show it."),
    ],
    must=[
        (
            lambda letter: str(letter).strip().upper() in {"A", "B", "C", "D", "E"},
            'Answer with one letter, such as "A".',
        )
    ],
    code=(
        "import numpy as np\n"
        "from scipy.stats import chisquare\n\n"
        "from edu_w2v.classroom.exercises.notebook_05 import SAMPLERS\n"
        "from edu_w2v.corpora import BOB_PIZZA\n"
        "from edu_w2v.vocabulary import Vocabulary\n\n"
        "expected = 1_000_000 * Vocabulary(BOB_PIZZA).noise_distribution()\n"
        "p_values = {}\n"
        "for letter, sampler in SAMPLERS.items():\n"
        "    observed = np.bincount(sampler.sample(1_000_000, 0), minlength=7)\n"
        "    p_values[letter] = chisquare(observed, expected).pvalue\n"
        "answer = min(p_values, key=p_values.get)  # D"
    ),
)


# 4: a proof


def pieces(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    """Return how much of all buckets belongs to each word."""
    mass = np.array(threshold, dtype=float)
    for bucket, other in enumerate(alias):
        mass[other] += 1 - threshold[bucket]
    return mass


def _one_piece_lost(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    mass = threshold.copy()
    mass[alias] += 1 - threshold
    return mass


def _whole_bucket(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    mass = threshold.copy()
    np.add.at(mass, alias, threshold)
    return mass


def _to_the_wrong_word(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    return threshold + (1 - threshold)[alias]


def _read_after_write(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    mass = threshold.copy()
    for bucket, other in enumerate(alias):
        mass[other] += 1 - mass[bucket]
    return mass


def _exchanged_parts(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    mass = 1 - threshold
    np.add.at(mass, alias, threshold)
    return mass


def _whole_numbers(threshold: Vector, alias: NDArray[np.int64]) -> Vector:
    return np.floor(threshold) + np.bincount(alias, np.floor(1 - threshold), len(alias))


def _any_table(rng: np.random.Generator) -> tuple[Vector, NDArray[np.int64]]:
    """Make a table that need not come from any filling: but a bucket that is its own alias is full."""
    size = int(rng.integers(1, 7))
    threshold, alias = rng.random(size).round(2), rng.integers(size, size=size)
    threshold[alias == np.arange(size)] = 1.0
    return threshold, alias


q4 = Exercise(
    solution=pieces,
    why=(
        "The proof: in a transfer the small word keeps what it had, now as the lower part of its "
        "finished bucket. The giver has a piece less to place, and owns just this piece in the bucket "
        "of the small one. No other word is touched. So the sum of each word stays what it was at the "
        "start, V·p; and at the end all of it lies in buckets. "
        "The function: a word owns the lower part of its own bucket and the upper part of every bucket "
        "of which it is the alias. A word may be the alias of many, so its pieces must add up: "
        "mass[alias] += … with an index array keeps only one of them."
    ),
    hints=[
        "Start with a copy of the thresholds: what each word has in its own bucket.",
        "Then go through the buckets, and give 1 - threshold[bucket] to the word alias[bucket].",
        "The sum of the result is V, the number of buckets.",
    ],
    mistakes=[
        (
            _read_after_write,
            "A bucket's upper part is 1 minus its threshold. You read from the list that you are "
            "adding to, where a word may have got other pieces before.",
        ),
        (
            lambda threshold, alias: threshold.copy(),
            "The upper parts of the buckets are missing; they belong to the aliases.",
        ),
        (
            _one_piece_lost,
            "When a word is the alias of two buckets, one of its pieces is lost: with an index array "
            "`+=` does not add twice. Use a loop, np.add.at or np.bincount.",
        ),
        (
            lambda threshold, alias: pieces(threshold, alias) / len(threshold),
            "These are probabilities. Here everything is measured in buckets: do not divide by V.",
        ),
        (
            _whole_bucket,
            "The alias of a bucket owns the upper part of it, 1 - threshold, not the lower.",
        ),
        (
            _to_the_wrong_word,
            "The upper part of bucket b belongs to the word alias[b]; yours goes to b, and comes from "
            "the bucket of alias[b].",
        ),
        (
            lambda threshold, alias: np.bincount(alias, 1 - threshold, len(threshold)),
            "Each word's own part, the lower one of its own bucket, is missing.",
        ),
        (
            lambda threshold, alias: threshold + np.bincount(alias, 1 - threshold),
            "np.bincount stops at the largest alias, so words after it are missing: give it "
            "minlength=len(alias).",
        ),
        (
            _exchanged_parts,
            "The two parts of each bucket are exchanged: the lower, threshold, is the word's own, and "
            "the upper, 1 - threshold, belongs to the alias.",
        ),
        (
            _whole_numbers,
            "Your array holds whole numbers, as alias does, so each part is cut off to 0: begin with "
            "np.zeros(len(alias)).",
        ),
        (
            lambda threshold, alias: np.ones(len(alias)),
            "1 is what is in each bucket. You want what each word has, in all buckets together.",
        ),
    ],
    must=[
        (
            lambda mass, threshold, alias: np.shape(mass) == np.shape(threshold),
            "Return one number for each word. (np.bincount does so only with minlength.)",
        ),
        (
            lambda mass, threshold, alias: abs(sum(mass) - len(threshold)) < 1e-9,
            "All pieces together fill V buckets, so the result must sum to V; yours does not.",
        ),
    ],
    trials=[
        (np.array([1.0, 0.75, 0.5]), np.array([0, 0, 1])),
        (np.array([0.25, 1.0, 0.5]), np.array([1, 1, 1])),
        (np.array([1.0]), np.array([0])),
    ],
    random_trials=_any_table,
)


# 5: a sampler


@cache
def _speeches() -> Vector:
    return Vocabulary(state_of_the_union(), min_count=5).noise_distribution()


SKEWED = np.array([0.6, 0.25, 0.1, 0.05])
EVEN = np.full(5, 0.2)
UNSORTED = np.array([0.1, 0.6, 0.3])
REAL_SIZE = 115_000
SIZES: dict[int, Callable[[], Vector]] = {
    6_000: lambda: P,
    7_000: lambda: UNSORTED,
    8_000: lambda: SKEWED,
    9_000: lambda: EVEN,
    REAL_SIZE: _speeches,
}
"""The probabilities of each trial: `same` is told the draws only, and knows a trial by their number.
All together stay below half of `comparing.MOST_ELEMENTS`: an integer of NumPy in a list counts twice.
"""

ONCE_IN = 1e-6  # a right sampler fails one of the tests less often than that
MANY_WORDS = 1000
SEEDS = (0, 1, 2, 123_456_789)


def sampler(p: Vector, size: int, seed: int) -> Draws:
    """Draw `size` words with probabilities p."""
    mass, alias = [len(p) * x for x in p], list(range(len(p)))
    small = [i for i, m in enumerate(mass) if m < 1]
    large = [i for i, m in enumerate(mass) if m >= 1]
    while small and large:
        i, j = small.pop(), large.pop()
        alias[i] = j
        mass[j] -= 1 - mass[i]
        (small if mass[j] < 1 else large).append(j)
    for i in small + large:
        mass[i] = 1
    rng = np.random.default_rng(seed)
    x = rng.random(size) * len(p)
    bucket = x.astype(int)
    own = x - bucket < np.array(mass)[bucket]
    return np.where(own, bucket, np.array(alias)[bucket])


def _are_whole(drawn: Draws) -> bool:
    """Say whether these are whole numbers, and not text."""
    drawn = np.asarray(drawn)
    return drawn.dtype.kind in "iuf" and bool((drawn == np.rint(drawn)).all())


def _are_words(drawn: Draws, p: Vector) -> bool:
    """Say whether these are numbers of words."""
    if not _are_whole(drawn) or np.ndim(drawn) != 1:
        return False
    return bool(np.min(drawn) >= 0 and np.max(drawn) < len(p))


def _chi_squared(drawn: Draws, p: Vector) -> float:
    """Return the p-value of the counts, those of words that are expected less than 20 times together."""
    from scipy.stats import chisquare

    expected = len(drawn) * np.asarray(p)
    observed = np.bincount(np.asarray(drawn, dtype=np.int64), minlength=len(p))
    rare = expected < 20
    groups = [np.append(x[~rare], x[rare].sum()) for x in (observed, expected)]
    many = groups[1] > 0
    return float(chisquare(groups[0][many], groups[1][many]).pvalue)


def _each_rare_word(drawn: Draws, p: Vector) -> float:
    """Return how many standard deviations χ² is too large, where the rare words are not put together.

    It finds a coarse u. For few words χ² is too skew to be judged in this way.
    """
    n, v = len(drawn), len(p)
    if v < MANY_WORDS:
        return 0.0
    expected = n * np.asarray(p)
    observed = np.bincount(np.asarray(drawn, dtype=np.int64), minlength=v)
    chi_squared = float((np.square(observed - expected) / expected).sum())
    variance = 2 * (v - 1) + (float((1 / np.asarray(p)).sum()) - v * v - 2 * v + 2) / n
    return (chi_squared - (v - 1)) / variance**0.5


def _repeats(drawn: Draws, p: Vector) -> float:
    """Return how many standard deviations too often a draw is the same as the one before."""
    drawn, q = np.asarray(drawn), float(np.square(p).sum())
    share = float((drawn[1:] == drawn[:-1]).mean())
    variance = q * (1 - q) + 2 * (float((np.asarray(p) ** 3).sum()) - q * q)  # neighbours share a draw
    return (share - q) / (variance / (len(drawn) - 1)) ** 0.5


def _fits(drawn: Draws, p: Vector) -> bool:
    if not _are_words(drawn, p):
        return False
    ordinary = ONCE_IN < _chi_squared(drawn, p) < 1 - ONCE_IN and abs(_repeats(drawn, p)) < 5
    return ordinary and _each_rare_word(drawn, p) < 5


def _is_not_shifted(drawn: Draws, p: Vector) -> bool:
    drawn = np.asarray(drawn)
    return _fits(drawn, p) or not any(_fits((drawn + by) % len(p), p) for by in (-1, 1))


def _is_one_thing(drawn: object) -> bool:
    """Say whether it is not the draws and something else besides."""
    return not isinstance(drawn, list | tuple) or all(np.ndim(np.asarray(x)) == 0 for x in drawn)


def _same_draws(drawn: Draws, right: Draws) -> bool:
    """Say whether both come from the probabilities of the trial, or go wrong in the same way."""
    p = SIZES[len(right)]()
    if len(drawn) != len(right) or _fits(right, p):
        return len(drawn) == len(right) and _fits(drawn, p)
    one, other = (np.bincount(np.asarray(x, dtype=np.int64), minlength=len(p)) for x in (drawn, right))
    some = one + other > 0
    distance = np.square(one - other)[some] / (one + other)[some]
    return float(distance.sum()) < some.sum() + 6 * (2 * some.sum()) ** 0.5 + 20


def _all_alike(p: Vector, size: int, seed: int) -> Draws:
    return np.random.default_rng(seed).integers(len(p), size=size)


def _exchanged(p: Vector, size: int, seed: int) -> Draws:
    table = AliasTable(p)
    rng = np.random.default_rng(seed)
    bucket = rng.integers(len(p), size=size)
    return np.where(rng.random(size) > table.threshold[bucket], bucket, table.alias[bucket])


def _one_u_for_both(p: Vector, size: int, seed: int) -> Draws:
    table = AliasTable(p)
    u = np.random.default_rng(seed).random(size)
    bucket = (u * len(p)).astype(int)
    return np.where(u < table.threshold[bucket], bucket, table.alias[bucket])


def _falling(p: Vector, size: int, seed: int) -> Draws:
    return sampler(np.sort(p)[::-1], size, seed)


def _power_once_more(p: Vector, size: int, seed: int) -> Draws:
    weights = np.asarray(p) ** 0.75
    return sampler(weights / weights.sum(), size, seed)


class _ExerciseOnDraws(Exercise):
    """An exercise for whose trials no single result is prescribed, so none is shown."""

    def _judge_function(self, answer: Callable[..., object]) -> str:
        """Judge the draws of each trial, and then whether the seed decides which draws they are."""
        verdict = super()._judge_function(answer)
        if not verdict.startswith("✓"):
            return verdict
        outcomes = run(answer, [(P, 1000, seed) for seed in (SEEDS[0], *SEEDS)], self.seconds)
        for seed, outcome in zip((SEEDS[0], *SEEDS), outcomes, strict=False):
            if outcome.error:
                return f"✗ Not yet. With the seed {seed:,} your function {outcome.error}."
        again, *draws = (np.asarray(outcome.value) for outcome in outcomes)
        if not np.array_equal(draws[0], again):
            return "✗ Not yet. The draws fit p, but two calls with the same seed draw different words."
        for (one, a), (other, b) in combinations(zip(SEEDS, draws, strict=False), 2):
            if np.array_equal(a, b):
                return (
                    f"✗ Not yet. The draws fit p, but the seeds {one:,} and {other:,} draw the same "
                    "words: use the seed."
                )
        return verdict

    def _diagnosis(self, given: list[Outcome]) -> str:
        """Add to some errors what they come from."""
        text = super()._diagnosis(given)
        errors = " ".join(outcome.error for outcome in given)
        if "pop from empty list" in errors:
            text += (
                "\nRounding can leave a word that needs, and none that gives: stop when either is empty."
            )
        if "out of bounds" in errors or "out of range" in errors:
            text += "\nThe last index is V - 1: does one of yours reach V, as random.randint(0, V) can?"
        return text

    def _counterexample(self, trial: int, outcome: Outcome) -> str:
        p, size, seed = self._trials[trial]
        return f"(This is for {len(p):,} words, size={size} and seed={seed}.)"


q5 = _ExerciseOnDraws(
    solution=sampler,
    why=(
        "The filling is the loop of this notebook with its cure: stop when either list is empty, and "
        "call the rest full. One random number a draw is enough: x = u·V lies between 0 and V. Its "
        "whole part is the bucket, and the rest, x - bucket, is spread evenly from 0 to 1 within each "
        "bucket. Any other right method passes as well, since the draws are tested and not the code."
    ),
    hints=[
        "Begin with the loop that stops when either list is empty, and note the alias in each step.",
        "Set what is left in either list to 1. Then you have thresholds and aliases.",
        "Draw all buckets at once with rng.integers(len(p), size=size), and as many numbers u with "
        "rng.random(size); np.where chooses between bucket and alias.",
        "With one random number: x = rng.random(size) * len(p), and bucket = x.astype(int). Compare "
        "x - bucket with the threshold.",
    ],
    mistakes=[
        (
            _all_alike,
            "Each word is drawn equally often: that is the number of the bucket, before the comparison.",
        ),
        (
            _exchanged,
            "The two words of a bucket are exchanged: below the threshold it is the bucket's own word.",
        ),
        (
            _one_u_for_both,
            "You compare u itself with the threshold. But u has already chosen the bucket, so in the "
            "first buckets it is always small, and in the last always large. Compare what is left over: "
            "u·V minus the number of the bucket. Or you made two generators with the same seed, which "
            "give the same numbers: make one and draw twice.",
        ),
        (
            _falling,
            "Where p falls from word to word, your draws are right. In another order they are not: you "
            "return the rank of the word, not its number.",
        ),
        (
            _power_once_more,
            "You draw with p to the power 0.75. The power is in p already: do not apply it once more.",
        ),
    ],
    must=[
        (
            lambda drawn, p, size, seed: not isinstance(drawn, Odd) or "list(" not in drawn.kind,
            "Your function returns a generator, a map or the like: make a list of it, with list(…).",
        ),
        (
            lambda drawn, p, size, seed: _is_one_thing(drawn),
            "Return only the draws: one list or array of `size` numbers, and nothing besides.",
        ),
        (
            lambda drawn, p, size, seed: _are_whole(drawn),
            "The draws must be whole numbers, the numbers of the words, and not text or fractions.",
        ),
        (
            lambda drawn, p, size, seed: np.shape(drawn) == (size,),
            "Return an array or a list of exactly `size` numbers.",
        ),
        (
            lambda drawn, p, size, seed: _is_not_shifted(drawn, p),
            "Each draw is the number of the word after or before the right one. The first word has the "
            "number 0.",
        ),
        (
            lambda drawn, p, size, seed: _are_words(drawn, p),
            "Some draws are no numbers of words of this p: they go from 0 to V - 1, where V = len(p).",
        ),
        (
            lambda drawn, p, size, seed: _chi_squared(drawn, p) > ONCE_IN,
            "The counts do not fit p: a right sampler has so large a χ² less than once in a million "
            "runs.",
        ),
        (
            lambda drawn, p, size, seed: _chi_squared(drawn, p) < 1 - ONCE_IN,
            "The counts fit p too well: chance is never so even.",
        ),
        (
            lambda drawn, p, size, seed: abs(_repeats(drawn, p)) < 5,
            "The counts are right, but the order is not: one draw depends on the draw before it.",
        ),
        (
            lambda drawn, p, size, seed: _each_rare_word(drawn, p) < 5,
            "The frequent words fit p, and so do the rare ones together, but one by one they do not. "
            "Have your random numbers, or the cells of a table, too few different values?",
        ),
    ],
    trials=[(P, 6_000, 0), (UNSORTED, 7_000, 3), (SKEWED, 8_000, 1), (EVEN, 9_000, 2)],
    random_trials=lambda rng: (_speeches(), REAL_SIZE, int(rng.integers(100))),
    times=1,
    same=_same_draws,
    seconds=60,
)


# 6 and 7: open

q6 = OpenQuestion(
    "`interact(lambda step: plots.buckets(bob.words, p_bob, step), step=(0, 6));` A function makes a "
    "picture from one number, and interact makes a slider for each of its arguments: two whole "
    "numbers are the ends of a slider with whole steps. For the second slider, let the function take "
    "two arguments: `lambda step, power: plots.buckets(bob.words, bob.noise_distribution(power), "
    "step)`, and add `power=(0.0, 1.0, 0.05)`. At the power 0 there is no transfer at all.",
    hints=[
        "Write a function with one argument, step, which returns plots.buckets(bob.words, p_bob, step).",
        "Then interact(your_function, step=(0, 6)): the two numbers are the ends of the slider.",
        "The power: bob.noise_distribution(power) returns the probabilities for any power. Use it in "
        "place of p_bob.",
    ],
)

q7 = OpenQuestion(
    "No. A test sees only what is larger than chance. With a million draws χ² found a fault of 1 % at"
    " once; with fewer draws, or a smaller fault, or a fault in a few rare words, it may see nothing."
    " So draw more, and with several seeds. And χ² sees the counts only. The draws may come in an "
    "order, as the sorted ones did, or be the same in every run whatever the seed is, or be too even."
    " For each of these there is a test: how often a draw repeats the one before, the draws of two "
    "seeds compared, a p-value too close to 1. It helps as well to look at the table itself: its "
    "probabilities can be computed without any draw, and compared with p to the last digit.",
    hints=[
        "Which of the three wrong samplers of this notebook would pass the test of your colleague?",
        "How large a fault can a test with a million draws see? What if the word is rare?",
    ],
)
