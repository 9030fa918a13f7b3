"""Notebook 03: what does each of K + 1 questions add to the loss? A bar each."""

from math import isfinite, log

import numpy as np

from edu_w2v import _checks
from edu_w2v.classroom.explorers.base import Control, Explorer, Layer, number, slider, state, still
from edu_w2v.classroom.scene import Scene
from edu_w2v.objective import log_sigmoid, sgns_loss, sigmoid

MOST_NEGATIVES = 5
TYPED = 1_000  # scores beyond the slider can be typed, up to here
PROBABILITY, LOSS, WIDTH = 230, 510, 180  # where the bars begin, and how long they may be
ROW, TOP = 50, 56


class LossExplorer(Explorer):
    """The scores of one positive and K negatives, and what each adds to the loss.

    Attributes
    ----------
    positive : float
        The score c_pos·w.
    negative_1, …, negative_5 : float
        The scores c_neg·w.
    negatives : int
        K, how many of them count.

    Examples
    --------
    >>> explorer = LossExplorer()
    >>> round(explorer.loss, 3)
    2.079
    >>> explorer.positive = -800
    >>> round(explorer.loss, 2)
    801.39
    """

    name = "For each question a bar for its probability and one for its loss"
    negatives = state(2)
    positive = state(0.0)
    negative_1 = state(0.0)
    negative_2 = state(0.0)
    negative_3 = state(0.0)
    negative_4 = state(0.0)
    negative_5 = state(0.0)

    def form(self) -> list[Control]:
        """Return the controls."""
        return [
            slider("negatives", "K", 1, MOST_NEGATIVES, 1),
            slider("positive", "c_pos·w", -10, 10, 0.5),
            *(
                slider(f"negative_{i}", f"c_neg {i}·w", -10, 10, 0.5)
                for i in range(1, self.negatives + 1)
            ),
        ]

    def layers_now(self) -> list[Layer]:
        """Compute the state and draw it."""
        K = _checks.whole_number("negatives", self.negatives)
        if K > MOST_NEGATIVES:
            raise ValueError(f"negatives must be at most {MOST_NEGATIVES}, but is {K}; pass fewer.")
        names = ["positive", *(f"negative_{i}" for i in range(1, K + 1))]
        scores = np.array([_checks.real_number(n, getattr(self, n), -TYPED, TYPED) for n in names])
        bets = scores * ([1] + K * [-1])  # the answer is yes for the positive, no for the negatives
        terms = -log_sigmoid(bets)
        # With w = (1,) the score of a context word is the only number in its vector.
        self.loss = sgns_loss([1.0], scores[:1], scores[1:, None])
        picture = _bars(scores, sigmoid(bets), terms)
        lowest = int(np.argmin(bets))
        with np.errstate(divide="ignore"):
            naive = float(-np.log(sigmoid(bets[lowest])))
        says = f"{' + '.join(number(term, 3) for term in terms)} = {number(self.loss, 3)} nats."
        if not isfinite(naive):
            says += (
                f" The probability of question {lowest + 1} "
                f"is rounded to 0: −log of it would be infinite; "
                f"log_sigmoid gives {number(terms[lowest], 1)}."
            )
        bottom = TOP + ROW * len(scores) + 26
        start = (K + 1) * log(2)
        picture.text(LOSS, bottom, f"total {number(self.loss, 3)}", bold=True)
        picture.text(20, bottom, f"before anything is learned: {K + 1}·log 2 = {number(start, 3)}")
        return [still(picture, says)]


def _bars(scores: np.ndarray, probabilities: np.ndarray, terms: np.ndarray) -> Scene:
    """Draw a row for each question: its score, the probability of the right answer, its term."""
    picture = Scene()
    picture.text(20, 34, "score", bold=True)
    picture.text(PROBABILITY, 34, "p(right answer)", bold=True)
    picture.text(LOSS, 34, "its term of the loss, in nats", bold=True)
    longest = max(3.0, float(terms.max()))
    for i, (score, p, term) in enumerate(zip(scores, probabilities, terms, strict=True)):
        y = TOP + ROW * i
        name, colour = ("c_pos·w", "blue") if i == 0 else (f"c_neg {i}·w", "orange")
        picture.text(20, y + 25, f"{name} = {number(score, 1)}")
        picture.box(PROBABILITY, y, WIDTH, 34, stroke="grey", stroke_width=1)
        picture.box(PROBABILITY, y, WIDTH * float(p), 34, fill=colour, opacity=0.5)
        picture.text(PROBABILITY + 8, y + 25, f"{'yes' if i == 0 else 'no'} {number(p, 4)}")
        length = WIDTH * float(term) / longest
        picture.box(LOSS, y, length, 34, fill=colour)
        picture.text(LOSS + length + 8, y + 25, number(term, 3))
    return picture
