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

p2 = Prediction(
    "Which number does the article print in the cell (Bob, likes)?",
    Option(
        "0",
        0,
        "You thought that the two words do not count as near. But they stand side by side, twice.",
    ),
    Option(
        "1",
        1,
        "If a word can be its own neighbour there, other rules may be broken too. And so it is: the "
        "table does not follow the rule that stands beside it.",
        right=True,
    ),
    Option(
        "2",
        2,
        "You trusted the rule, and by the rule it is 2: one is added in each of two documents. But the "
        "table that is printed does not follow it.",
    ),
)

p3 = Prediction(
    "What is in the cell (Bob, pizza), by window and by document?",
    Option(
        "0 by window, 0 by document",
        (0, 0).__eq__,
        "You asked for side by side twice. By document, any distance is near enough.",
    ),
    Option(
        "0 by window, 1 by document",
        (0, 1).__eq__,
        "The window of radius 1 ends at *likes*; the document has both words.",
        right=True,
    ),
    Option(
        "1 by window, 1 by document",
        (1, 1).__eq__,
        "You let the window reach two places. With radius 1 it ends at *likes*.",
    ),
    Option(
        "1 by window, 2 by document",
        (1, 2).__eq__,
        "By document each time that the two words are in one document counts 1, and *pizza* is in one "
        "document only.",
    ),
)

p4 = Prediction(
    "More than half of the different words are dropped. What share of the running text goes with them?",
    Option(
        "about a half",
        (0.4, 0.6),
        "So it would be if all words were equally frequent. But look at the curve: those that go are "
        "the rare ones.",
    ),
    Option(
        "about a tenth",
        (0.05, 0.2),
        "You saw that rare words weigh less. They weigh even less: a tenth of the text would be "
        "200,000 words, more than fourteen for each word that goes.",
    ),
    Option(
        "about a hundredth",
        (0.005, 0.02),
        "Each word that goes occurs four times at most, and most of them only once or twice.",
        right=True,
    ),
)

p5 = Prediction(
    "What share of the cells is not zero?",
    Option(
        "about 12 %",
        (0.1, 0.126),
        "So it would be if hardly any pair was seen twice. But the pair (*of*, *the*) alone was "
        "counted 134,408 times.",
    ),
    Option(
        "about 6 %",
        (0.045, 0.08),
        "Each filled cell would have two pairs. But a few words are everywhere, and their cells take "
        "a great part of all pairs.",
    ),
    Option(
        "about 2 %",
        (0.015, 0.03),
        "The same pairs come again and again: those of frequent words.",
        right=True,
    ),
)

p6 = Prediction(
    "How many times as many cells, and how many times as many cells that are not zero?",
    Option(
        "twice as many cells, twice as many that are not zero",
        lambda times: 1.7 < times[0] < 2.5 and 1.7 < times[1] < 2.5,
        "The table has a row *and* a column for each word, so it grows in both directions.",
    ),
    Option(
        "four times as many cells, four times as many that are not zero",
        lambda times: 3.5 < times[0] < 5 and 3.5 < times[1] < 5,
        "The first half is right. But the new words are rare: they have few neighbours, so nearly all "
        "of the new cells are zero.",
    ),
    Option(
        "four times as many cells, hardly more that are not zero",
        lambda times: 3.5 < times[0] < 5 and times[1] < 1.2,
        "The table grows in both directions, and what it gains is nearly all zeros.",
        right=True,
    ),
)
