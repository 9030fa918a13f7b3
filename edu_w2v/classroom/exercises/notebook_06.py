"""The exercises of notebook 06: windows, rates, a fault, a floor that is lost, an update and a loop."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.corpora import TOY_CLASSES, Document, toy_world
from edu_w2v.minimal import count_words, noise_distribution, pairs_of, sigmoid

Matrix = NDArray[np.floating]
Ids = NDArray[np.integer]
Trained = tuple[list[str], Matrix, Matrix]
Update = Callable[[Matrix, Matrix, int, Ids, Ids, float], tuple[Matrix, Matrix]]

q1 = Exercise(
    solution=8.0,
    why="At distance 1 there are 3 places for a pair, and each gives two, one for either centre: 6. At "
    "distance 2 there are 2 places, again for two centres, but radius 2 is drawn half of the time: 2.",
    hints=[
        "Count the pairs at distance 1 and at distance 2 apart.",
        "Which radius must be drawn, for a pair at distance 2 to be used? How probable is that?",
    ],
    mistakes=[
        (
            10,
            "That is the window without chance: at distance 2 the radius has to be 2, half of the time.",
        ),
        (6, "Those are the pairs at distance 1. Some centres draw radius 2 as well."),
        (4, "Each pair can come about twice, since either of its words may be the centre."),
        (5, "Each pair can come about twice, and at distance 2 only where the radius 2 is drawn."),
        (7, "At distance 1 there are 6. Those at distance 2 come to more than 1 on average."),
        (
            12,
            "If that pairs all with all: the window reaches 2 words at most, often 1. If it is 3 for "
            "each word: words at the ends have no neighbours on one side.",
        ),
        (2, "If that is the mean for one word: there are four. If it is distance 2: add distance 1."),
        (16, "Words at the ends have no neighbours on one side."),
    ],
    code="2 * 3 * 1 + 2 * 2 * 0.5  # = 8.0",
)

q2 = Exercise(
    solution=0.0375,
    why="After two passes and a half, 2.5/4 of all words are done, and 1.5/4 of the rate is left.",
    hints=[
        "How many words are done at that moment, as a part of all the words of all passes?",
        "The rate is learning_rate · (1 − done/total).",
    ],
    mistakes=[
        (1.5 / 4, "That is the part of the rate that is left. Of which rate?"),
        (0.1 * 2.5 / 4, "That is the part of the rate that is gone already."),
        (0.1 * 1 / 4, "That is the rate at the end of the third pass; you are asked for its middle."),
        (0.1 * 2 / 4, "That is the rate at the start of the third pass; you are asked for its middle."),
        (0.05, "The rate falls through all passes together: it does not start anew in each."),
        (
            0.1 * 0.5 / 4,
            "In the middle of the third pass two and a half are done, not three and a half.",
        ),
        (0.1, "The rate is this at the very start. It falls from word to word."),
    ],
    tolerance=1e-3,
    code="0.1 * (1 - 2.5 / 4)  # = 0.0375",
)

q3 = Exercise(
    solution=6,
    why="W[centre] is a view of the row, not a copy: once line 6 has moved it, w in line 7 is the new "
    "vector, and the step of C is taken with it. At small rates the "
    "loss falls all the same, which is why a check of the gradient finds what a curve does not. At "
    "larger ones it runs away, where ours does not.",
    hints=[
        "Run it and the true update on copies of the same matrices. Which matrix comes out differently?",
        "What is W[centre]: a copy of the row, or the row itself? And when is w used for the last time?",
    ],
    mistakes=[
        (7, "This line would be right where it was. Which line has changed what it uses?"),
        (2, "The positive comes first and the negatives after it, as line 5 expects."),
        (3, "W[centre] is a view, which is harmless as long as nothing moves too early."),
        (4, "The error is the probability of +, minus the right answer, which line 5 brings in."),
        (5, "The right answer is 1 for the positive, which comes first."),
        (8, "The sign of the first score is turned, so that all terms are log(1 + e^x)."),
        (9, "The loss is the sum of log(1 + e^x), which is what logaddexp(0, x) gives."),
        (1, "This is the line with the name."),
        ("line 6", "Give its number alone, without quotes and without the word."),
    ],
    must=[(lambda line: 1 <= line <= 9, "The lines are numbered from 1 to 9.")],
)


def best_score(share: float, noise: float, K: int) -> float:
    return float(np.log(share / (K * noise * (1 - share))))


def _best_kept(share: float, noise: float, K: int) -> float:
    return float(np.log(share / (K * noise)))


def _best_without_k(share: float, noise: float, K: int) -> float:
    return float(np.log(share / (noise * (1 - share))))


def _best_probability(share: float, noise: float, K: int) -> float:
    pushes = K * noise * (1 - share)
    return share / (share + pushes)


def _best_log_probability(share: float, noise: float, K: int) -> float:
    return float(np.log(_best_probability(share, noise, K)))


def _best_odds(share: float, noise: float, K: int) -> float:
    return share / (K * noise * (1 - share))


def _best_upside_down(share: float, noise: float, K: int) -> float:
    return -best_score(share, noise, K)


def _best_divided(share: float, noise: float, K: int) -> float:
    return float(np.log(share / (K * noise / (1 - share))))


q4 = Exercise(
    solution=best_score,
    why="The slope is −a·(1 − σ(x)) + b·σ(x) with a = share and b = K·noise·(1 − share). It is 0 where "
    "σ(x)/(1 − σ(x)) = e^x = a/b. For share = 1 there are no pushes, b is 0, and the best score "
    "is infinite.",
    hints=[
        "Write a for the factor of log σ(x), and b for the factor of log σ(−x). What is the slope?",
        "The slope of log σ(x) is 1 − σ(x), that of log σ(−x) is −σ(x). Set the slope of the loss to 0.",
        "σ(x)/(1 − σ(x)) is e^x.",
    ],
    mistakes=[
        (_best_kept, "That is the best score if no draw is skipped. Where has (1 − share) gone?"),
        (_best_without_k, "There are K draws for each positive: K multiplies the pushes."),
        (_best_probability, "That is the best probability σ(x). Which score x has it?"),
        (
            _best_log_probability,
            "That is the log of the best probability σ(x). Which score x has this probability?",
        ),
        (_best_odds, "Those are the odds, e^x. Which score x has them?"),
        (_best_upside_down, "Pulls and pushes are exchanged: the sign is the wrong way round."),
        (
            _best_divided,
            "The pushes are K · noise · (1 − share): a product, which stands below the line.",
        ),
    ],
    must=[
        (
            lambda x, share, noise, K: not (x > 0) or share >= K * noise * (1 - share),
            "Where pushes are more frequent than pulls, the best score is below 0.",
        ),
        (
            lambda x, share, noise, K: not (x < 0) or share <= K * noise * (1 - share),
            "Where pulls are more frequent than pushes, the best score is above 0.",
        ),
    ],
    trials=[
        (0.5, 0.25, 2),
        (0.5, 0.5, 1),
        (0.1, 0.2, 5),
        (0.999, 0.002, 1),
        (0.9999, 0.001, 1),
        (0.001, 0.9, 20),
    ],
    random_trials=lambda rng: (
        round(float(rng.uniform(0.01, 0.95)), 2),
        round(float(rng.uniform(0.01, 0.6)), 2),
        int(rng.integers(1, 8)),
    ),
)


def update_centre(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    contexts = np.concatenate([neighbours, negatives])
    w, c = W[centre].copy(), C[contexts]
    error = sigmoid(c @ w)
    error[: len(neighbours)] -= 1
    error[len(neighbours) :] *= len(neighbours)
    np.subtract.at(C, contexts, rate * np.outer(error, w))
    W[centre] -= rate * (error @ c)
    return W, C


def _update_weighted(times_w: float, times_c: float, share: bool = False) -> Update:
    """Return an update that counts each negative so often for w and for C, or averages."""

    def step(
        W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
    ) -> tuple[Matrix, Matrix]:
        m = len(neighbours)
        contexts = np.concatenate([neighbours, negatives])
        w, c = W[centre].copy(), C[contexts]
        error = sigmoid(c @ w)
        error[:m] -= 1
        for_w, for_c = error.copy(), error.copy()
        for_w[m:] *= m**times_w
        for_c[m:] *= m**times_c
        rate /= m if share else 1
        np.subtract.at(C, contexts, rate * np.outer(for_c, w))
        W[centre] -= rate * (for_w @ c)
        return W, C

    return step


def _update_losing(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    contexts = np.concatenate([neighbours, negatives])
    w, c = W[centre].copy(), C[contexts]
    error = sigmoid(c @ w)
    error[: len(neighbours)] -= 1
    error[len(neighbours) :] *= len(neighbours)
    C[contexts] -= rate * np.outer(error, w)
    W[centre] -= rate * (error @ c)
    return W, C


def _update_losing_negatives(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    w = W[centre].copy()
    pull, push = sigmoid(C[neighbours] @ w) - 1, len(neighbours) * sigmoid(C[negatives] @ w)
    W[centre] -= rate * (pull @ C[neighbours] + push @ C[negatives])
    np.subtract.at(C, neighbours, rate * np.outer(pull, w))
    C[negatives] -= rate * np.outer(push, w)
    return W, C


def _update_first_only(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    contexts = np.concatenate([neighbours, negatives])
    w, c = W[centre].copy(), C[contexts]
    error = sigmoid(c @ w)
    error[0] -= 1
    error[len(neighbours) :] *= len(neighbours)
    np.subtract.at(C, contexts, rate * np.outer(error, w))
    W[centre] -= rate * (error @ c)
    return W, C


def _update_swapped(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    return update_centre(W, C, centre, neighbours, negatives, rate)[::-1]


def _update_late(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    contexts = np.concatenate([neighbours, negatives])
    c = C[contexts]
    error = sigmoid(c @ W[centre])
    error[: len(neighbours)] -= 1
    error[len(neighbours) :] *= len(neighbours)
    W[centre] -= rate * (error @ c)
    np.subtract.at(C, contexts, rate * np.outer(error, W[centre]))
    return W, C


def _update_up(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    return update_centre(W, C, centre, neighbours, negatives, -rate)


def _update_after_c(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    contexts = np.concatenate([neighbours, negatives])
    error = sigmoid(C[contexts] @ W[centre])
    error[: len(neighbours)] -= 1
    error[len(neighbours) :] *= len(neighbours)
    np.subtract.at(C, contexts, rate * np.outer(error, W[centre]))
    W[centre] -= rate * (error @ C[contexts])
    return W, C


def _update_one_after_the_other(
    W: Matrix, C: Matrix, centre: int, neighbours: Ids, negatives: Ids, rate: float
) -> tuple[Matrix, Matrix]:
    nobody = negatives[:0]
    for neighbour in neighbours:
        one = np.array([neighbour])
        update_centre(W, C, centre, one, negatives if len(negatives) else nobody, rate)
    return W, C


def _any_update(
    rng: np.random.Generator,
) -> tuple[Matrix, Matrix, int, Ids, Ids, float]:
    """Return two matrices and a centre whose neighbours and negatives may repeat and coincide."""
    V, d = int(rng.integers(2, 6)), int(rng.integers(1, 4))
    W, C = rng.normal(size=(2, V, d)).round(1)
    neighbours, negatives = (rng.integers(0, V, int(rng.integers(1, 4))) for _ in range(2))
    return W, C, int(rng.integers(V)), neighbours, negatives, float(rng.choice([0.1, 0.5, 1.0]))


_SMALL = np.array([[1.0, 0.0], [0.5, 1.0], [-1.0, 0.5]]), np.array([[0.5, 0.5], [1.0, 0.0], [0.0, -1.0]])

q5 = Exercise(
    solution=update_centre,
    why="The m positive pairs of a centre are one list of bets. Each shared negative stands for m "
    "draws, "
    "one for each pair, so its error counts m times. All errors are computed before anything "
    "moves, and "
    "repeated words add up.",
    hints=[
        "Put the neighbours and the negatives in one list of contexts, and compute all scores at once.",
        "The error of a neighbour is σ(score) − 1; that of a negative is m·σ(score).",
        "Both steps need the vectors as they were. W[centre] is a view: copy it. Repeats need "
        "np.subtract.at.",
    ],
    mistakes=[
        (
            _update_weighted(0, 0),
            "Each negative is shared by all m neighbours, so its error counts m times.",
        ),
        (_update_weighted(1, 0), "The m times are there for w, but not in the step of C."),
        (_update_weighted(0, 1), "The m times are there for C, but not in the step of w."),
        (
            _update_weighted(1, 1, share=True),
            "You take the mean over the m neighbours. Here their steps are added up.",
        ),
        (_update_losing, "Where a word is among the contexts twice, one of its two steps is lost."),
        (
            _update_losing_negatives,
            "Where a word is among the negatives twice, one of its two steps is lost.",
        ),
        (
            _update_first_only,
            "Only the first neighbour has 1 as its right answer. All m neighbours should have it.",
        ),
        (_update_swapped, "You return C in the place of W."),
        (_update_late, "C is moved with the new w; it must be moved with w as it was before."),
        (_update_after_c, "w is moved with the new C; it must be moved with C as it was before."),
        (_update_up, "You go up the gradient: the loss rises."),
        (
            _update_one_after_the_other,
            "You move the vectors after each neighbour. Here all steps are taken from the same place.",
        ),
    ],
    must=[
        (
            lambda result, W, C, *rest: (
                np.shape(result[0]) == W.shape and np.shape(result[1]) == C.shape
            ),
            "Return the two matrices W and C, in this order, of the shapes that they had.",
        ),
        (
            lambda result, W, C, centre, *rest: np.allclose(
                np.delete(result[0], centre, 0), np.delete(W, centre, 0)
            ),
            "Of W only the row of the centre may move.",
        ),
    ],
    trials=[
        (*_SMALL, 0, np.array([1]), np.array([2]), 1.0),
        (*_SMALL, 1, np.array([0, 2]), np.array([2]), 0.5),
        (*_SMALL, 2, np.array([0, 1]), np.array([1, 1]), 0.5),
    ],
    random_trials=lambda rng: _any_update(rng),
)


def train_toy(
    sentences: list[Document],
    dimension: int,
    radius: int,
    K: int,
    epochs: int,
    learning_rate: float,
    seed: int,
) -> Trained:
    rng = np.random.default_rng(seed)
    words, counts = count_words(sentences)
    noise = noise_distribution(counts)
    id_of = {word: i for i, word in enumerate(words)}
    W = (rng.random((len(words), dimension)) - 0.5) / np.sqrt(dimension)
    C = np.zeros_like(W)
    for done in range(epochs * len(sentences)):
        rate = learning_rate * (1 - done / (epochs * len(sentences)))
        text = [id_of[word] for word in sentences[done % len(sentences)]]
        neighbours: dict[int, list[int]] = {}
        for centre, context in pairs_of(text, radius, rng):
            neighbours.setdefault(centre, []).append(context)
        for centre, near in neighbours.items():
            negatives = rng.choice(len(words), size=K, p=noise)
            update_centre(W, C, centre, np.array(near), negatives, rate)
    return words, W, C


def _train_at(times: float) -> Callable[..., Trained]:
    """Return a trainer with so many times the learning rate."""

    def train(*arguments: Any) -> Trained:
        return train_toy(*[*arguments[:5], times * arguments[5], arguments[6]])

    return train


def _train_from_zero(*arguments: Any) -> Trained:
    words, W, C = train_toy(*arguments)
    return words, 0 * W, 0 * C


def _train_swapped(*arguments: Any) -> Trained:
    words, W, C = train_toy(*arguments)
    return words, C, W


PAIRS = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]  # at the floor their scores are log(8/K)


def _runs_away(W: Matrix, C: Matrix) -> bool:
    return not ((np.abs(W) < 1e6).all() and (np.abs(C) < 1e6).all())


def _outcome(result: Trained) -> str:
    """Say what came out of training: of the toy world, the classes, in part, or nothing."""
    words, W, C = list(result[0]), *(np.asarray(X, dtype=np.float64) for X in result[1:])
    if W.shape != C.shape or len(words) != len(W):
        return "no vectors"
    if not W.any() or not C.any():
        return "at zero: " + " and ".join(n for n, X in (("W", W), ("C", C)) if not X.any())
    if _runs_away(W, C):
        return "runs away"
    if len(words) == 2 * len(PAIRS):
        return "pairs"
    ids = [words.index(word) for group in TOY_CLASSES.values() for word in group]
    rows = W[ids] / np.maximum(np.linalg.norm(W[ids], axis=1, keepdims=True), 1e-100)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2)
    near = np.argsort(-cosines, axis=1)[:, :3]
    right = np.mean(near // 4 == np.arange(len(rows))[:, None] // 4)
    place = {name: slice(4 * i, 4 * i + 4) for i, name in enumerate(TOY_CLASSES)}
    scores = W[ids] @ C[ids].T
    person = scores[place["person"]]
    meet = [person[:, place[food]].mean() for food in ("tasty", "healthy")]
    if np.mean(meet) < person[:, place["beast"]].mean() - 1:  # they never meet
        return "exchanged"
    return "classes" if right > 0.8 else "in part" if right > 0.2 else "nothing"


def _score_of_pairs(result: Trained) -> float:
    """Return the mean score of the words that meet in the four pairs."""
    words, W, C = list(result[0]), *(np.asarray(X, dtype=np.float64) for X in result[1:])
    ids = np.array([[words.index(word) for word in pair] for pair in PAIRS])
    one, other = ids.ravel(), ids[:, ::-1].ravel()
    return float((W[one] * C[other]).sum(axis=1).mean())


def _alike(result: Trained, right: Trained) -> bool:
    """Return whether two trainings have the same shapes, and came to the same."""
    if len(result) != 3 or np.shape(result[1]) != np.shape(right[1]):
        return False
    if _outcome(result) != _outcome(right):
        return False
    return _outcome(right) != "pairs" or abs(_score_of_pairs(result) - _score_of_pairs(right)) < 0.6


q6 = Exercise(
    solution=train_toy,
    why="A loop over passes and sentences, one update for each centre, and a rate that falls: "
    "that is all. Of the three nearest of the forty words, 3 in 39, or 8 %, would be of the same "
    "class by chance; here more than 80 % are.",
    hints=[
        "Ids first: words, counts = count_words(sentences), and a dictionary from words to ids.",
        "W starts at random, C at zero. For each sentence: pairs_of(ids, radius, rng), and K "
        "draws with rng.choice(len(words), size=K, p=noise).",
        "The rate is learning_rate · (1 − part of the sentences done). Return words, W, C.",
    ],
    mistakes=[
        (
            _train_at(0.0),
            "C is still zero. Does your loop run, and does your update move the very C that you return?",
        ),
        (
            _train_from_zero,
            "W and C both start at zero and never leave it: each gradient is an error times the "
            "other vector. Let W start at random.",
        ),
        (
            _train_swapped,
            "You return C in the place of W. (W starts at random and C at zero.)",
        ),
    ],
    must=[
        (
            lambda result, *rest: len(result) == 3,
            "Return three things: the words, W and C.",
        ),
        (
            lambda result, sentences, *rest: set(result[0]) == {w for s in sentences for w in s},
            "Return the words first: each word of the sentences, once.",
        ),
        (
            lambda result, sentences, dimension, *rest: (
                np.shape(result[1]) == np.shape(result[2]) == (len(result[0]), dimension)
            ),
            "Return W as the second and C as the third, each with a row for each word and "
            "`dimension` columns, as many as the checker asks for.",
        ),
        (
            lambda result, *arguments: (
                arguments[-2] != 0 or (np.any(result[1]) and not np.any(result[2]))
            ),
            "With a learning rate of 0 nothing moves: W should still be random, and C zero.",
        ),
        (
            lambda result, *rest: _outcome(result) != "runs away",
            "The scores run away. Do the steps go up the gradient? Does w move before C? Or is a word "
            "counted too often?",
        ),
        (
            lambda result, *rest: _outcome(result) != "exchanged",
            "Some words that meet in the sentences have low scores. Does your window reach `radius`? "
            "Or have the neighbour and the negatives changed places?",
        ),
        (
            lambda result, *rest: _outcome(result) != "nothing",
            "The nearest words are no better than chance. Does your update move the very W that "
            "you return, are the words in the order of its rows, and do you go through the text "
            "`epochs` times?",
        ),
        (
            lambda result, sentences, dimension, radius, K, *rest: (
                sentences != PAIRS
                or rest[1] == 0
                or not np.any(result[2])
                or abs(_score_of_pairs(result) - np.log(8 / K)) < 0.6
            ),
            "In a text of four pairs of words the scores of these pairs should come near to log(8/K). "
            "Do you draw K negatives for each neighbour, keep those that are the neighbour itself, let "
            "repeated words add up, and go through the text `epochs` times?",
        ),
        (
            lambda result, *rest: _outcome(result) != "in part",
            "The classes come out in part only. Are K negatives drawn for each pair (or for each "
            "centre, if its neighbours share them)? Do you go through the text `epochs` times? Does "
            "the rate start at learning_rate? Is the start small?",
        ),
    ],
    trials=[
        (toy_world(300, seed=0), 20, 3, 5, 1, 0.0, 0),
        (PAIRS, 8, 2, 1, 400, 0.2, 0),
        (PAIRS, 8, 2, 16, 400, 0.2, 0),
        (toy_world(300, seed=0), 20, 3, 5, 6, 0.1, 0),
        (toy_world(300, seed=1), 16, 3, 5, 6, 0.1, 1),
    ],
    same=_alike,
    seconds=120,
)

q7 = OpenQuestion(
    "With d = 1 the loss stays far above the floor, with d = 2 it is still near 1.3 "
    "after 600 passes, and sinks a little with more, while the foods stay in one heap; from d = 3 "
    "on it comes near to the floor, 1.14. The rows of the table of best scores, log P/Q, are of "
    "few kinds: pizza and "
    "wings have the same row, kale and lettuce too, and so have likes and dislikes as seen by "
    "Bob. What has to "
    "be told apart is Bob, the verbs and the foods, and the liked from the disliked, and three "
    "directions are "
    "enough for it. A text in which more words keep different company has more kinds of rows, and "
    "needs more "
    "dimensions. Real texts are trained with 100 to 300, and no number reaches their floor.",
    hints=[
        "interact(function, dimension=(1, 7)) calls function(dimension) again whenever the slider "
        "moves.",
        "minimal.train returns words, W and losses: average the losses over 16 pairs, which is "
        "one pass.",
    ],
)
