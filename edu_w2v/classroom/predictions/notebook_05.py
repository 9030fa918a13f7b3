"""Predictions of notebook 05: drawing words, and testing that they are drawn rightly."""

from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    'How many times as often as "document" will "the" be drawn?',
    Option(
        "about 10,000 times",
        (9_000, 11_000),
        "That is the power 1, which keeps every ratio. The power 0.75 makes large ratios smaller.",
    ),
    Option(
        "about 7,500 times",
        (7_000, 8_000),
        "Three quarters of the ratio: that multiplies by 0.75. But 0.75 is an exponent here.",
    ),
    Option(
        "about 1,000 times",
        (900, 1_100),
        "The ratio itself is raised to the power: 10,000 is 10 to the 4, and 4 times 0.75 is 3.",
        right=True,
    ),
    Option(
        "about 2.8 times",
        (2, 4),
        "That is for Bob and pizza, whose ratio is 4. A larger ratio stays larger.",
    ),
)

p2 = Prediction(
    "How many comparisons does a binary search take at most, for 11,835 words?",
    Option(
        "5,918",
        5918,
        "So many words are left after the first comparison. But the second halves them again, and so "
        "on.",
    ),
    Option(
        "109",
        109,
        "That is about the square root of 11,835. Halving is much faster than that.",
    ),
    Option(
        "14",
        14,
        "Each comparison leaves one half: 14 halvings bring 16,384 words down to one, and 13 only "
        "8,192.",
        right=True,
    ),
    Option(
        "3",
        3,
        "Three are enough for 7 words, and for 8. Twice as many words take one comparison more.",
    ),
)

p3 = Prediction(
    "How many transfers will it take until all seven buckets are full?",
    Option(
        "4",
        4,
        "One for each food, since these have too little. But the word *likes* gave a piece, and now "
        "has too little as well.",
    ),
    Option(
        "6",
        6,
        "Each transfer finishes one bucket. When six are finished, exactly one bucket's worth is left"
        " for the seventh, and nobody needs to give it anything.",
        right=True,
    ),
    Option(
        "7",
        7,
        "One for each bucket. But when six are finished, what is left is exactly what the last one "
        "holds.",
    ),
)

p4 = Prediction(
    "What happens with the probabilities 0.7, 0.2 and 0.1?",
    Option(
        "All three buckets are filled",
        "all full",
        "That is what the proof says. But the proof is about numbers, and the computer has floats.",
    ),
    Option(
        "It stops with an error, because no giver is left",
        "pop from empty list",
        "So the proof must have used something that does not hold in the computer.",
        right=True,
    ),
    Option(
        "It never ends",
        "never ends",
        "Each round finishes one bucket, in floats as well, so there are at most three rounds.",
    ),
)

p5 = Prediction(
    "How many of the 2,000 will stop with > replaced by >=?",
    Option(
        "none",
        0,
        "That is so if the question *is it exactly 1?* was the fault. But a bucket that ends a little "
        "below 1 needs something under either rule, and nobody is left to give.",
    ),
    Option(
        "about half as many as before",
        (400, 600),
        "That is so if half of the failing buckets had ended at exactly 1. But rounding left them below "
        "1, and there >= changes nothing.",
    ),
    Option(
        "about as many as before",
        (900, 1_100),
        "The rule decides only where a bucket of *exactly* 1 goes. It does nothing for one that "
        "rounding left below 1.",
        right=True,
    ),
    Option(
        "nearly all",
        (1_800, 2_000),
        "That is so if the last bucket nearly always ended below 1. But rounding goes up as often as "
        "down.",
    ),
)

p6 = Prediction(
    "How large is χ² for a million draws of the sampler that is 1 % off?",
    Option(
        "about 6",
        (0, 25),
        "As if the test, too, saw nothing. But 1 % of the 98,116 for *kale* are 981, three times what "
        "chance usually does.",
    ),
    Option(
        "about 70",
        (40, 150),
        "Each food adds about 981² / 98,116 = 9.8, so the four add 39. The other three are drawn too "
        "seldom and add 25, and chance adds about 6 on average.",
        right=True,
    ),
    Option(
        "about 10,000",
        (5_000, 20_000),
        "So much would be one per cent of all the draws. The differences are squared, and then divided "
        "by about 100,000.",
    ),
)
