"""The predictions of notebook 2: cosines, and what chance gives."""

from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    "What are the cosines of *pizza* and *wings*, and of *pizza* and *kale*?",
    Option(
        "0.5 and 0.5",
        (0.5, 0.5).__eq__,
        "The first is right: they share *likes*. But *pizza* and *kale* share nothing: one stands "
        "beside *likes*, the other beside *dislikes*.",
    ),
    Option(
        "0.5 and 0",
        (0.5, 0).__eq__,
        "*Pizza* and *wings* share one neighbour of two, *likes*, as *kale* and *lettuce* share "
        "*dislikes*. *Pizza* and *kale* share none.",
        right=True,
    ),
    Option(
        "1 and 0",
        (1, 0).__eq__,
        "Each word is its own neighbour here: write both rows down, and count the columns in which "
        "they differ.",
    ),
)

p2 = Prediction(
    "Without the diagonal: what is the cosine of *kale* and *lettuce*?",
    Option(
        "less than 0.5",
        (0.0, 0.49),
        "You thought that fewer ones make less alike. But which ones have gone? Those in which the two "
        "rows differed.",
    ),
    Option("still 0.5", 0.5, "The dot product is still 1. But both vectors have become shorter."),
    Option(
        "1",
        1.0,
        "Each row has a single 1 left, in the column of *dislikes*: the rows are equal.",
        right=True,
    ),
)

p3 = Prediction(
    "Which words have the largest dot product with *july*?",
    Option(
        "*june*, *august* and other months",
        lambda words: bool({"june", "august"} & set(words)),
        "They keep the same company as *july*. But they are not frequent, so their counts are small.",
    ),
    Option(
        "*president*, *congress* and other words of these speeches",
        lambda words: bool({"president", "congress"} & set(words)),
        "They are frequent, and that is the right thought. But other words are far more frequent.",
    ),
    Option(
        "*the*, *of*, *and*",
        lambda words: {"the", "of", "and"} <= set(words),
        "As with *Bob*: the largest counts win, whatever the word is.",
        right=True,
    ),
)

p4 = Prediction(
    "What is the median cosine of two frequent words, taken at random?",
    Option(
        "about 0.1",
        (0.0, 0.3),
        "You expect that most words have little in common. That is true, but all of them stand near "
        "*the*, *of* and *and*.",
    ),
    Option(
        "about 0.5",
        (0.35, 0.65),
        "Half alike? The few frequent neighbours that all words share weigh more than that.",
    ),
    Option(
        "about 0.8",
        (0.75, 0.9),
        "All words share their largest counts, those with *the*, *of* and *and*.",
        right=True,
    ),
)

p5 = Prediction(
    "Which of the two tells you more about *likes*?",
    Option(
        "*Bob*, because it stands there twice",
        lambda gain: gain < 0,
        "*Bob* stands beside *dislikes* just as often. It is everywhere, so one expects it.",
    ),
    Option(
        "*pizza*, though it stands there only once",
        lambda gain: gain > 0,
        "*Pizza* occurs once in all, and that one time it stands beside *likes*.",
        right=True,
    ),
    Option(
        "both the same",
        lambda gain: gain == 0,
        "*Bob* occurs four times and is beside *likes* two times: half of the time. *Pizza* is there "
        "every time.",
    ),
)

p6 = Prediction(
    "What is the median cosine of random pairs on PPMI?",
    Option(
        "still about 0.8",
        (0.75, 0.9),
        "It was so high because of *the*, *of* and *and*. What is no more than chance has no "
        "weight now.",
    ),
    Option(
        "about 0.4",
        (0.25, 0.6),
        "Half of what it was? Nearly all that two random words share was the company of everybody.",
    ),
    Option(
        "about 0.05",
        (0.02, 0.1),
        "What all words share has hardly any weight now, and two random words share little else.",
        right=True,
    ),
)
