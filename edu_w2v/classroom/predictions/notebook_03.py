"""The predictions of notebook 3: from a score to a loss."""

from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    "With one vector for both roles, what could the score of a word with itself be?",
    Option(
        "any number",
        lambda lowest: lowest < 0,
        "So it is for two different vectors. But here both are the same, and each number meets itself.",
    ),
    Option(
        "only 0 or more",
        lambda lowest: lowest >= 0,
        "Each number of the vector is multiplied by itself, and a square is never below 0.",
        right=True,
    ),
    Option(
        "only 0",
        lambda lowest: False,
        "That would be the score of two vectors at a right angle. A vector has angle 0 to itself.",
    ),
)

p2 = Prediction(
    "What does the computer print for the product of 2,000 halves?",
    Option(
        "about 1e-602",
        lambda product: 0 < product < 1e-300,
        "That is the true value. But a float has only so many bits for its power of two.",
    ),
    Option(
        "0.0",
        lambda product: product == 0,
        "The true value is smaller than the smallest float above 0, and is rounded to 0.",
        right=True,
    ),
    Option(
        "an error, because the number is too small",
        "error",
        "NumPy warns at too large a number. Too small a one is rounded to 0 in silence.",
    ),
)

p3 = Prediction(
    "All context vectors are zero and K = 2. What is the loss of a pair?",
    Option(
        "0, because nothing is wrong yet",
        0,
        "Loss 0 would mean that all three answers were given with certainty, and rightly.",
    ),
    Option(
        "log 2, about 0.69",
        (0.69, 0.7),
        "That is the price of one question at even odds. How many questions are there?",
    ),
    Option(
        "3 log 2, about 2.08",
        (2.07, 2.09),
        "All scores are 0, so each of three answers has probability one half, and costs log 2.",
        right=True,
    ),
    Option(
        "that depends on the vector of the centre",
        "depends",
        "The score is c·w. With c = 0 it is 0, whatever w is.",
    ),
)

p4 = Prediction(
    "A pair is real three times and made up once. Which probability of + costs least?",
    Option(
        "certainty: 1",
        1.0,
        "Then the one time that the pair is made up costs infinitely much.",
    ),
    Option(
        "the share of the real ones: 3/4",
        0.75,
        "A bet is cheapest where it says what really happens.",
        right=True,
    ),
    Option(
        "one half, because both answers occur",
        0.5,
        "One half would be fair if both occurred equally often. Here + is three times as frequent.",
    ),
)

p5 = Prediction(
    "At which score does the naive sigmoid overflow in float32?",
    Option(
        "near −800",
        (-900.0, -750.0),
        "That is beyond even float64, whose largest number is e to about 710.",
    ),
    Option(
        "near −355",
        (-400.0, -300.0),
        "Half of float64's 710, because it has half the bits? But it is the exponent that counts, and "
        "float32 has 8 bits for it where float64 has 11.",
    ),
    Option(
        "near −90",
        (-95.0, -85.0),
        "The natural logarithm of 3.4 · 10³⁸ is about 38.5 · 2.3.",
        right=True,
    ),
    Option(
        "near −38",
        (-45.0, -30.0),
        "38 is the power of *ten* that is too much. The power of e is 2.3 times as large.",
    ),
)
