"""Exercises of notebook 03: the sigmoid and the loss."""

from collections import Counter
from math import isfinite, log
from typing import Any

import numpy as np
from scipy.special import xlogy

from edu_w2v.alias import AliasTable
from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.corpora import state_of_the_union
from edu_w2v.objective import log_sigmoid, sigmoid
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.vocabulary import encode_corpus

q1 = Exercise(
    solution=float(np.log(9)),
    why="A score is the logarithm of the odds, and 0.9 against 0.1 are odds of nine to one.",
    hints=[
        "What are the odds of a probability of 0.9?",
        "The score is the logarithm of 0.9 / 0.1.",
    ],
    mistakes=[
        (float(1 / (1 + np.exp(-0.9))), "That is σ(0.9). The probability is given; find the score."),
        (float(-np.log(0.9)), "That is the surprise at an event of probability 0.9, not a score."),
        (float(-np.log(9)), "The sign: a probability above 0.5 needs a score above 0."),
        (9.0, "These are the odds. The score is their logarithm."),
        (0.1, "That is the probability of −. The score is the logarithm of the odds, 0.9 / 0.1."),
        (float(-np.log(0.1)), "That is log 10, the surprise at 0.1. The odds are 9."),
        (
            float(np.log(0.9)),
            "That is the logarithm of the probability. Take the logarithm of the odds.",
        ),
        (
            float(np.log(0.1)),
            "That is the logarithm of the rest, 0.1. Take that of the odds, 0.9 / 0.1.",
        ),
    ],
    rounded=2,
    code="import numpy as np\n\nanswer = np.log(0.9 / 0.1)  # 2.1972",
)

q2 = Exercise(
    solution=float(-np.log(0.8 * 0.5 * 0.9)),
    why=(
        "The probabilities of the right answers are given, so each question costs minus the logarithm "
        "of its probability: 0.223 + 0.693 + 0.105. It is also minus the logarithm of the product, "
        "0.36."
    ),
    hints=[
        "What does one question cost whose right answer had probability 0.8?",
        "Add the three surprises; or take minus the logarithm of the product.",
    ],
    mistakes=[
        (
            float(-np.log(0.8) - np.log(1 - 0.5) - np.log(1 - 0.9)),
            "You took 1 − p for the negatives. But these are the probabilities of the *right* answers "
            "already.",
        ),
        (
            float(-np.log(0.8) - np.log(0.5) - np.log(0.9)) / 3,
            "That is the mean of the three surprises. The loss is their sum.",
        ),
        (
            float(-np.log(0.2) - np.log(0.5) - np.log(0.1)),
            "You took 1 − p for all three. But these are the probabilities of the *right* answers "
            "already.",
        ),
        (
            float(-log_sigmoid(np.array([0.8, 0.5, 0.9])).sum()),
            "You took them for scores and applied σ. They are probabilities already.",
        ),
        (0.36, "That is the product of the probabilities. The loss is minus its logarithm."),
        (2.2, "These are probabilities, not surprises: take −log of each before you add."),
        (
            float(3 * np.log(2)),
            "That is 3 log 2, the loss at the start, where all probabilities are one half.",
        ),
        (
            [float(-np.log(p)) for p in (0.8, 0.5, 0.9)],
            "These are the three surprises. The loss is their sum: add them.",
        ),
    ],
    must=[
        (  # else a near miss is told that it is the square, the root or the inverse
            lambda loss: not 0.005 < abs(loss + np.log(0.36)) < 0.06,
            "That is near, but not right to two decimals. Did you round before you added?",
        )
    ],
    rounded=2,
    code="import numpy as np\n\nanswer = -np.log([0.8, 0.5, 0.9]).sum()  # 1.0217",
)


def _faulty_surprise(x: float) -> float:
    with np.errstate(divide="ignore"):
        return float(-np.log(1 - sigmoid(x)))


def _right_surprise(x: float) -> float:
    return float(-log_sigmoid(-x))


def _is_wrong_at(x: Any) -> bool:
    right = _right_surprise(x)
    return not abs(_faulty_surprise(x) - right) <= 0.01 * right


def _shows_the_fault(x: Any, right: Any) -> bool:
    return isfinite(x) and -100 <= x <= 100 and _is_wrong_at(x)


q3 = Exercise(
    solution=40.0,
    why=(
        "1 − σ(40) is about 4e-18, but σ(40) is rounded to 1 exactly, so the difference is 0 and the "
        "surprise infinite instead of 40. On the other side, σ(−40) is so small that 1 minus it is 1: "
        "the surprise is 0 instead of 4e-18. Use −log σ(−x), which never subtracts nearly equal "
        "numbers."
    ),
    hints=[
        "Where is σ(x) so close to 1 that a float cannot tell it from 1?",
        "A float has about 16 digits. At which score is 1 − σ(x), about e^(−x), smaller than that?",
        "Try x = 10, 20, 30, 40, and compare with -log_sigmoid(-x).",
    ],
    mistakes=[
        (0.0, "At 0 both σ(x) and 1 − σ(x) are one half, and there is no fault."),
        (1.0, "At 1 nothing is close to a limit: both ways give 1.3133."),
        (10.0, "At 10 the result is 10.0000454, and right. Go farther."),
        (20.0, "At 20 the result is still right to eight digits. Go a little farther."),
        (800.0, "That is outside of −100 to 100; the fault shows much earlier."),
    ],
    must=[
        (lambda x: -100 <= x <= 100, "Give a score between −100 and 100."),
        (_is_wrong_at, "At this score the result is right to a hundredth. Go farther from 0."),
    ],
    same=_shows_the_fault,
    code="answer = 40.0",
)


def lowest_cost(n: float, m: float) -> float:
    """Return the cost of the best bet on a pair that is real n times and made up m times."""
    p = n / (n + m)
    real = -n * np.log(p) if n else 0.0
    made_up = -m * np.log(1 - p) if m else 0.0
    return real + made_up


q4 = Exercise(
    solution=lowest_cost,
    why=(
        "The derivative by p is −n/p + m/(1 − p). It is zero where n (1 − p) = m p, so p = n/(n + m): "
        "the share of the real ones. Where m is 0 the best bet is p = 1 and costs nothing; 0 · log 0 "
        "counts as 0."
    ),
    hints=[
        "The derivative of −n log p is −n/p; that of −m log(1 − p) is +m/(1 − p).",
        "The best p is n / (n + m). Put it into the cost.",
        "In Python, 0 * np.log(0) is nan. Treat n = 0 and m = 0 apart.",
    ],
    mistakes=[
        (
            lambda n, m: -n * np.log(n / (n + m)) - m * np.log(m / (n + m)) if n and m else float("nan"),
            "Right where both occur. Where n or m is 0, 0 · log 0 gives nan; it should count as 0.",
        ),
        (lambda n, m: n / (n + m), "That is the best probability. Put it into the cost."),
        (
            lambda n, m: float(np.log(n / m)) if n and m else float("nan"),
            "That is the best score. Put its probability into the cost.",
        ),
        (lambda n, m: float(np.log(n / m)), "That is the best score, and not yet what it costs."),
        (lambda n, m: m / (n + m), "That is the best probability of −, and not yet the cost."),
        (
            lambda n, m: -n * log(n / (n + m)) - m * log(m / (n + m)),
            "Right where both occur. Where n or m is 0, log stops at 0: treat these cases apart.",
        ),
        (
            lambda n, m: -n * np.log(n / (n + m)) - (m * np.log(m / (n + m)) if m else 0.0),
            "m = 0 is right. n = 0 needs the same.",
        ),
        (
            lambda n, m: -n * log(n / (n + m)) - (m * log(m / (n + m)) if m else 0.0),
            "m = 0 is right. n = 0 needs the same: there log stops.",
        ),
        (
            lambda n, m: (-n * np.log(n / (n + m)) if n else 0.0) - m * np.log(m / (n + m)),
            "n = 0 is right. m = 0 needs the same.",
        ),
        (
            lambda n, m: -n * np.log(n / m) - m * np.log(1 - n / m) if n and m else 0.0,
            "n/m are the odds, not the probability. The best p is n / (n + m).",
        ),
        (
            lambda n, m: -n * np.log(n / m) - m * np.log(1 - n / m),
            "n/m are the odds. The probability is n / (n + m), and it exists for m = 0 too.",
        ),
        (
            lambda n, m: -n * log(n / m) - m * log(1 - n / m),
            "n/m are the odds, which may be above 1. The probability is n / (n + m).",
        ),
        (
            lambda n, m: -n * np.log(m / (n + m)) - m * np.log(n / (n + m)) if n and m else 0.0,
            "n and m are exchanged in the probability. The best p is n / (n + m).",
        ),
        (
            lambda n, m: lowest_cost(n, m) / (n + m),
            "That is the cost of one question on average. The n + m questions are added.",
        ),
        (
            lambda n, m: lowest_cost(n, m) / n if n else 0.0,
            "That is the cost per real pair. Do not divide by n.",
        ),
        (lambda n, m: -lowest_cost(n, m), "The sign: a surprise is never below 0."),
        (lambda n, m: lowest_cost(n, m) / np.log(2), "That is in bits. Use the natural logarithm."),
        (
            lambda n, m: (n + m) * np.log(2),
            "That is the cost of p = 1/2. It is the best bet only where n = m.",
        ),
        (
            lambda n, m: -xlogy(n, m / (n + m)) - xlogy(m, n / (n + m)),
            "n and m are exchanged in the probability: + should have the share n / (n + m).",
        ),
        (
            lambda n, m: -n * np.log(n / (n + m)) if n else 0.0,
            "The made-up pairs cost something too: add −m log(1 − p).",
        ),
    ],
    must=[
        (
            lambda cost, n, m: min(n, m) < 2 or n == m or abs(cost - log(n / m)) > 1e-9,
            "Here your function returns the best score, log(n/m), and not its cost.",
        ),
        (
            lambda cost, n, m: (n and m) or not 1e-12 < abs(cost) < 0.1,
            "Where n or m is 0 the best bet costs exactly 0. Did you add a small number to avoid log 0?",
        ),
        (lambda cost, n, m: not cost < -1e-9, "A surprise is never below 0; your cost is."),
    ],
    trials=[(1, 1), (3, 1), (1, 3), (5, 0), (0, 4), (7, 2), (10, 10)],
    random_trials=lambda rng: (int(rng.integers(1, 50)), int(rng.integers(1, 50))),
)


def floor_of_loss(positives: list[tuple[int, int]], negatives: list[tuple[int, int]]) -> float:
    """Return the lowest loss per positive pair, each pair of words having its own best score."""
    real, made_up = Counter(positives), Counter(negatives)
    total = 0.0
    for pair, n in real.items():
        m = made_up[pair]
        p = n / (n + m)
        total -= n * np.log(p) + (m * np.log(1 - p) if m else 0)
    return total / len(positives)


def _random_lists(rng: np.random.Generator) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    def pairs(n: int) -> list[tuple[int, int]]:
        return [(int(a), int(b)) for a, b in rng.integers(3, size=(n, 2))]

    return pairs(int(rng.integers(1, 12))), pairs(int(rng.integers(1, 24)))


def _pairs_of_speeches(n: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the positives of the first sentences of the speeches, and two negatives for each."""
    vocabulary, corpus = encode_corpus(state_of_the_union()[:n])
    pairs = [pair for i in range(n) for pair in skipgram_pairs(corpus.document(i), radius=2).tolist()]
    drawn = AliasTable(vocabulary.noise_distribution()).sample(2 * len(pairs), rng=0).tolist()
    centres = [centre for centre, _ in pairs for _ in range(2)]
    return [(a, b) for a, b in pairs], list(zip(centres, drawn, strict=True))


def _floor(positives: Any, negatives: Any, cost: Any) -> float:
    real, made_up = Counter(positives), Counter(negatives)
    return float(sum(cost(n, made_up[pair]) for pair, n in real.items()) / len(positives))


q5 = Exercise(
    solution=floor_of_loss,
    why=(
        "A pair of words that is real n times and made up m times costs at least −n log p − m log(1 − "
        "p) with p = n/(n + m). A pair that is only real, or only made up, costs nothing: its score "
        "may go to infinity. On a short text nearly all pairs are of this kind, so the floor is low."
    ),
    hints=[
        "Count how often each pair of words is real, and how often it is made up, with two Counters.",
        "Each pair costs what exercise 4 returns for its n and m.",
        "A pair that is only made up costs nothing, and a Counter returns 0 for what it has not seen.",
        "Divide the sum by the number of positives, not by the number of different pairs.",
    ],
    mistakes=[
        (
            lambda positives, negatives: _floor(positives, negatives, lowest_cost) * len(positives),
            "That is the loss of the whole text. Divide it by the number of positive pairs.",
        ),
        (
            lambda positives, negatives: (
                _floor(positives, negatives, lowest_cost) * len(positives) / len(set(positives))
            ),
            "You divide by the number of *different* pairs. Each occurrence of a positive counts.",
        ),
        (
            lambda positives, negatives: (
                _floor(positives, negatives, lowest_cost)
                * len(positives)
                / (len(positives) + len(negatives))
            ),
            "You divide by all questions. The loss is counted per positive pair.",
        ),
        (
            lambda positives, negatives: lowest_cost(len(positives), len(negatives)) / len(positives),
            "You let all pairs share one score. Each pair of words may have a score of its own.",
        ),
        (
            lambda positives, negatives: _floor(
                positives, negatives, lambda n, m: -n * np.log(n / (n + m))
            ),
            "Only the answers to the positives are paid for. The made-up occurrences of the same pair "
            "cost −m log(1 − p).",
        ),
        (
            lambda positives, negatives: _floor(set(positives), set(negatives), lowest_cost),
            "You count each pair once, as a set does. How often it occurs matters.",
        ),
        (
            lambda positives, negatives: (
                _floor(set(positives), set(negatives), lowest_cost)
                * len(set(positives))
                / len(positives)
            ),
            "You let n and m be 1 at most, as with sets. Count how often each pair occurs.",
        ),
        (
            lambda positives, negatives: _floor(
                [tuple(sorted(pair)) for pair in positives],
                [tuple(sorted(pair)) for pair in negatives],
                lowest_cost,
            ),
            "You lost the order of the two words: (0, 1) and (1, 0) are different pairs.",
        ),
        (
            lambda positives, negatives: _floor(
                positives, negatives, lambda n, m: n * lowest_cost(n, m)
            ),
            "A pair that is real n times is added n times. Its cost counts all n already.",
        ),
        (
            lambda positives, negatives: 0.0,
            "Your loss is always 0. It is 0 only where no positive pair is drawn as a negative too.",
        ),
    ],
    must=[
        (
            lambda loss, positives, negatives: not np.isnan(loss),
            "Your loss is nan. Is it 0 · log 0, which should count as 0, or the logarithm of a negative "
            "number?",
        ),
        (
            lambda loss, positives, negatives: not loss < -1e-9,
            "A surprise is never below 0; your loss is.",
        ),
    ],
    trials=[
        ([(0, 1)], [(0, 1)]),
        ([(0, 1)], [(0, 2)]),
        ([(0, 1), (0, 1), (0, 1)], [(0, 1)]),
        ([(0, 1), (0, 2)], [(0, 1), (0, 1), (1, 1)]),
        _pairs_of_speeches(60),
    ],
    random_trials=_random_lists,
    seconds=20,
)

q6 = OpenQuestion(
    "A cell such as:\n"
    "interact(lambda K: print((K + 1) * np.log(2)), K=(1, 20));\n"
    "The two losses cannot be compared: with K = 5 there are six questions for each positive, with K = "
    "1 only two. Before learning the first would be 4.16, the second 1.39. So the first model has more "
    "than halved its loss, the second has saved 13 %. Even that is not a comparison of models: "
    "the floors differ too, and they depend on the text and on how the negatives are drawn. A loss can "
    "be compared only at the same K, the same noise and the same text. How good the vectors are has to "
    "be measured in another way.",
    hints=["What is the loss of each model before it has learned anything?"],
)
