"""The predictions of notebook 6: one update, the end of the loss, what becomes alike, and the speed."""

import numpy as np

from edu_w2v.classroom.predictions import Option, Prediction


def _most_like(cosines: dict[str, float]) -> str:
    return max(cosines, key=lambda word: cosines[word])


p1 = Prediction(
    "Word 1 starts at 0 and is pushed down by 1 twice in one assignment. Where does it end?",
    Option("−2", -2, "Two pushes, you thought. But a list of ids is read once and written once."),
    Option(
        "−1",
        -1,
        "NumPy reads both copies of the row, which are 0, takes 1 from each, and writes both back to "
        "the same place.",
        right=True,
    ),
    Option("0", 0, "The assignment does reach the array itself, not a copy of it."),
)

p2 = Prediction(
    "Training starts at a loss of 2.08. Where does it end?",
    Option(
        "close to 0",
        (-0.1, 0.4),
        "Four sentences can be learned by heart, you thought. But pizza is drawn as a negative of "
        "likes "
        "as well, and no vector can be right both times.",
    ),
    Option(
        "clearly below 2.08, and far from 0",
        (0.4, 1.8),
        "There is much to learn here, but some bets stay bets: the same pair is sometimes pulled and "
        "sometimes pushed.",
        right=True,
    ),
    Option(
        "still near 2.08",
        (1.8, 2.2),
        "Four sentences are too few, you thought. They are gone through 600 times.",
    ),
)

p3 = Prediction(
    "With two dimensions only, what is the cosine of Bob and pizza?",
    Option(
        "between −0.5 and 0.5: they are of two kinds",
        (-0.5, 0.5),
        "A person and a food, you thought. But both stand beside verbs only, and two dimensions have no "
        "room for more than that.",
    ),
    Option(
        "over 0.9: Bob lies in the heap of foods",
        (0.9, 1.01),
        "Bob and the foods stand beside verbs, and beside nothing else. The verbs take one direction, "
        "all that stands beside them takes the other.",
        right=True,
    ),
    Option(
        "under −0.5: they are opposite",
        (-1.01, -0.5),
        "They never meet and are pushed apart, you thought. But what is pushed is a row of W from a row "
        "of C. The cosine compares two rows of W.",
    ),
)

p4 = Prediction(
    "Which of the four languages is france most like?",
    Option(
        "french",
        lambda cosines: _most_like(cosines) == "french" and np.ptp(list(cosines.values())) >= 0.1,
        "The two stand in the same sentences. But the vectors compare company: french stands beside "
        "france, and france does not.",
    ),
    Option(
        "one of the other three",
        lambda cosines: _most_like(cosines) != "french" and np.ptp(list(cosines.values())) >= 0.1,
        "The other languages are spoken of in the same way, and do not stand where french does: "
        "beside france.",
        right=True,
    ),
    Option(
        "all four about alike",
        lambda cosines: np.ptp(list(cosines.values())) < 0.1,
        "Languages keep much the same company, you thought. But one of them stands beside france, "
        "where france itself never stands.",
    ),
)

p5 = Prediction(
    "Which of the three is most like buy?",
    Option(
        "purchase",
        "purchase",
        "It means the same. But the vectors compare company, and here the two share less of it.",
    ),
    Option(
        "sell",
        "sell",
        "The opposite keeps the same company: who buys or sells, what, at which price, all stand "
        "around "
        "both.",
        right=True,
    ),
    Option(
        "goods",
        "goods",
        "It is bought, so it stands near buy. But what stands near a word need not be like it.",
    ),
)

p6 = Prediction(
    "How many times as fast as the plain loop is the slowest of the others, on your machine?",
    Option(
        "less than 3 times",
        (0, 3),
        "The work is the same, you thought. But most of the time of the loop is Python's own.",
    ),
    Option(
        "3 to 10 times", (3, 10), "More: each update is a dozen calls, and each call costs microseconds."
    ),
    Option(
        "more than 10 times",
        (10, 1e6),
        "A call of NumPy costs more than the few hundred multiplications that it does here.",
        right=True,
    ),
)
