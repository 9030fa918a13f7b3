"""Predictions of notebook 04: gradients."""

from typing import Any

from edu_w2v.classroom.predictions import Option, Prediction

p1 = Prediction(
    "Which of the three forces on *likes* is the longest?",
    Option(
        "pizza",
        "pizza",
        "It is the word of the real pair. But the model already gives it 0.73, so it is wrong by "
        "0.27 only, and a question that is answered well moves little.",
    ),
    Option(
        "kale",
        "kale",
        "The model is most wrong about kale, by 0.62, and no context vector is so much longer that "
        "it makes up for that.",
        right=True,
    ),
    Option(
        "dislikes",
        "dislikes",
        "Its score, −1.5, is the largest in size. But it lies on the right side: the model is wrong "
        "by 0.18 only.",
    ),
)

p2 = Prediction(
    "Which step gives the smaller error?",
    Option(
        "the smaller one, h = 10⁻¹²",
        "the smaller one",
        "So it would be on paper. But a computer keeps about 16 digits, and of two losses that are "
        "nearly equal the difference keeps only the last few.",
    ),
    Option(
        "the larger one, h = 10⁻⁵",
        "the larger one",
        "With h = 10⁻¹² the two losses agree in nearly all of their 16 digits: what remains of their "
        "difference is mostly rounding.",
        right=True,
    ),
    Option(
        "both the same",
        "both the same",
        "Both are small. But from 10⁻⁵ to 10⁻¹² the rounding error grows ten million times: it is "
        "divided by h.",
    ),
)

p3 = Prediction(
    "What does W3 end in?",
    Option(
        "−c_neg · t",
        r"-c_{neg_i}\,t_i",
        "The logarithm brings 1/(1 − t), which cancels the factor 1 − t of W4. So t remains, and the "
        "minus of 1 − t stands in front.",
        right=True,
    ),
    Option(
        "c_neg · (1 − t)",
        r"c_{neg_i}(1-t_i)",
        "That would be W2 once more. But here the logarithm brings 1/(1 − t), not 1/t, so another "
        "factor of t(1 − t) is cancelled; and the derivative of 1 − t has a minus.",
    ),
    Option(
        "−c_neg · (1 − t)",
        r"-c_{neg_i}(1-t_i)",
        "The sign is right. But what is cancelled is 1 − t, for that stands under the logarithm: of "
        "t(1 − t) the other factor remains.",
    ),
)

p4 = Prediction(
    "At which line will the check say no first?",
    Option(
        "at line 1",
        1,
        "The first line is compared with the derivative itself, and without ∂ it is no derivative. "
        "It is the loss, one number.",
        right=True,
    ),
    Option(
        "at line 2",
        2,
        "Line 2 cannot equal line 1, so it fails too. But line 1 is compared as well, with the "
        "derivative that the chain is about.",
    ),
    Option(
        "at the last line",
        6,
        "The last line is the gradient, and it is right: lines 2 to 6 do not use what is wrong in "
        "line 1.",
    ),
    Option(
        "at none: it is only a matter of notation",
        lambda line: line is None,
        "A reader may take it so. But without ∂ the line is the loss, one number, and a gradient "
        "has a number for each coordinate.",
    ),
)

p5 = Prediction(
    "By how much does the loss really fall?",
    Option(
        "by 1.15",
        (1.14, 1.15),
        "The estimate takes the slope at the start for the whole way. But the slope changes on "
        "the way: the answers get better, so the errors get smaller.",
    ),
    Option(
        "by less",
        (0.0, 1.13),
        "While the vectors move, the answers get better, so the errors get smaller, and with them "
        "the slope. The estimate took the slope at the start for the whole way.",
        right=True,
    ),
    Option(
        "by more",
        (1.16, 1.4888),
        "That can happen, for w and the context vectors move together. But here another thing is "
        "stronger: the answers get better, the errors smaller, and the way less steep.",
    ),
)

p6 = Prediction(
    "What will the check say of the gradient of C?",
    Option(
        "an error of 0.5 again",
        (0.3, 0.7),
        "The function is as wrong as before. But the check runs it where no id stands twice, and "
        "there nothing is lost.",
    ),
    Option(
        "a smaller error",
        (1e-6, 0.3),
        "Either a push is lost or it is not; no part of one can be lost. With two different ids none "
        "is.",
    ),
    Option(
        "no error, below 10⁻⁸",
        (0.0, 1e-8),
        "With two different ids `+=` adds to two different rows, and nothing is lost. A check sees "
        "only the cases that it is given.",
        right=True,
    ),
)


def _best(after_4: float, after_24: float) -> Any:
    """Return whether these two rates have the lowest loss, after 4 steps and after 24."""
    return lambda best: tuple(best) == (after_4, after_24)


p7 = Prediction(
    "Which rate has the lowest loss after four steps, and which after 24?",
    Option(
        "0.1 both times",
        _best(0.1, 0.1),
        "It is the safest of the three. But it is so small that it is far behind even after 24 steps.",
    ),
    Option(
        "2 both times",
        _best(2.0, 2.0),
        "After 24 steps, yes. But after four steps it is behind the 8, whose long steps still go "
        "downhill.",
    ),
    Option(
        "8 after four steps, 2 after 24",
        _best(8.0, 2.0),
        "Long steps downhill win at first. Then one of them leaps over the valley, to where the "
        "slope is steeper, and the next is longer still.",
        right=True,
    ),
    Option(
        "8 both times",
        _best(8.0, 8.0),
        "After four steps, yes. But then one step leaps over the valley, to where the slope is "
        "steeper, and soon the loss is in the thousands.",
    ),
)


p8 = Prediction(
    "What does the share of the context word *wings* do to the gap?",
    Option(
        "it makes it wider",
        (1e-9, 1.0),
        "It would, if it pushed *pizza* alone. But *wings* is drawn as a negative of itself just as "
        "often, so both are pushed away from the same vector, and the one with the larger score more.",
    ),
    Option(
        "it makes it narrower",
        (-1.0, -1e-9),
        "Both words are pushed away from the same vector, the one that *wings* has as context, and the "
        "one with the larger score is pushed more.",
        right=True,
    ),
    Option(
        "nothing",
        (-1e-10, 1e-10),
        "That would be so if the two scores were equal, for then both are pushed alike. But they differ "
        "at the start, and the one with the larger score is pushed more.",
    ),
)
