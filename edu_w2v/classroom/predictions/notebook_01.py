"""The predictions of notebook 1: counting neighbours."""

from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    "How many pairs do you get from three words?",
    Option(
        "three",
        3,
        "One for each word, you thought. But *likes* has a neighbour on either side, and gives two.",
    ),
    Option(
        "four",
        4,
        "The word in the middle has two neighbours, the words at the two ends have one each.",
        right=True,
    ),
    Option(
        "six",
        6,
        "Each word with both others, you thought. But a window of radius 1 never shows *Bob* and "
        "*pizza* together.",
    ),
)
