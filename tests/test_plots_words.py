"""The text alternatives of the pictures: the words follow the data, and the numbers in them are right.

Each number is computed here once more, in another way than in the function that tells it.
"""

import inspect
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import expit
from scipy.stats import chi2

from edu_w2v.classroom import plots
from edu_w2v.classroom.plots import COLOURS, Picture, new_axes, show
from edu_w2v.cooccurrence import cooccurrence_matrix
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.objective import BY_HAND

WORDS = ["Bob", "kale", "likes"]
PLANE = {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (1, 1)}
H = [1e-9, 1e-5, 1e-1]

# For each function some data, and the same with one number changed.
DATA = {
    "angle_between": [(("u", "v"), [1, 0], [0, 1]), (("u", "v"), [1, 0], [1, 1])],
    "buckets": [(WORDS, [0.5, 0.3, 0.2]), (WORDS, [0.6, 0.3, 0.2])],
    "buckets_filling": [(WORDS, [0.5, 0.3, 0.2]), (WORDS, [0.6, 0.3, 0.2])],
    "chi_squared_histogram": [([1, 2, 9], 2, {"x": 3}), ([1, 2, 9], 2, {"x": 10})],
    "computation_graph": [(BY_HAND,), (replace(BY_HAND, negatives=(2, 5)),)],
    "cosine_distributions": [({"a": [0.1, 0.2]},), ({"a": [0.1, 0.4]},)],
    "cost_curves": [([1, 10], {"a": [2, 3]}, "s"), ([1, 10], {"a": [2, 4]}, "s")],
    "error_v": [(H, [1e-4, 1e-9, 1e-3], [1e-16] * 3), (H, [1e-4, 1e-9, 1e-2], [1e-16] * 3)],
    "filled_cells": [(np.eye(4), range(4), 2), (np.ones((4, 4)), range(4), 2)],
    "learning_rates": [({0.1: [2, 1.5]}, 1), ({0.1: [2, 1.2]}, 1)],
    "loss_curve": [([2, 1.5], {}), ([2, 1.2], {})],
    "loss_valley": [(3,), (9,)],
    "loss_surface": [(1, 0.5, "a"), (1, 0.7, "a")],
    "noise_line": [(["a", "b"], [0.5, 0.5], 0.2), (["a", "b"], [0.5, 0.5], 0.7)],
    "noise_curves": [([3, 1],), ([4, 1],)],
    "observed_and_expected": [(["a"], [1], [1], "share"), (["a"], [2], [1], "share")],
    "observed_shares": [
        (["a", "b"], [0.5, 0.5], {"x": [1, 1]}),
        (["a", "b"], [0.5, 0.5], {"x": [1, 2]}),
    ],
    "p_value_curves": [({"x": [0.2, 0.7]},), ({"x": [0.01, 0.02]},)],
    "paths": [(["a", "b"], [np.eye(2), np.ones((2, 2))]), (["a", "b"], [np.eye(2), np.eye(2) * 3])],
    "points_in_plane": [(["a", "b"], [[1, 0], [1, 1]]), (["a", "b"], [[1, 0], [1, 2]])],
    "pulls_and_pushes": [(BY_HAND,), (replace(BY_HAND, positive=5),)],
    "settings_study": [
        ({"K": {1: [0.5], 2: [0.7]}}, {"K": 1}, "s"),
        ({"K": {1: [0.5], 2: [0.8]}}, {"K": 1}, "s"),
    ],
    "sigmoid_curve": [(["a"], [1]), (["a"], [2])],
    "similarity_blocks": [
        ({"x": "ab", "y": "c"}, np.eye(3)),
        ({"x": "ab", "y": "c"}, np.full((3, 3), 0.5)),
    ],
    "sliding_window": [(["a", "b"],), (["a", "c"],)],
    "speed_ladder": [({"a": 10, "b": 20},), ({"a": 10, "b": 30},)],
    "speed_ratios": [({"a": [1, 2]},), ({"a": [1, 3]},)],
    "surprise_curves": [(["a"], [1]), (["a"], [2])],
    "word_frequencies": [(["a", "b"], [2, 1]), (["a", "b"], [2, 3])],
    "word_map": [([("a", "b"), ("c", "d")], PLANE), ([("a", "b"), ("c", "d")], PLANE | {"d": (1, 3)})],
    "word_table": [(WORDS, np.eye(3)), (WORDS, np.diag([1, 2, 1]))],
}


def told(name, *data, **options):
    return getattr(plots, name)(*data, **options).alt


def test_every_function_that_draws_is_among_these():
    drawing = {
        name
        for name, function in vars(plots).items()
        if inspect.isfunction(function) and inspect.signature(function).return_annotation is Picture
    }
    assert drawing - {"show"} == set(DATA)


@pytest.mark.parametrize("name", DATA)
def test_the_words_follow_the_data(name):
    one, other = (told(name, *data) for data in DATA[name])
    assert one == told(name, *DATA[name][0])
    assert one != other


@pytest.mark.parametrize("name", DATA)
def test_the_words_are_sentences_that_can_be_read_aloud(name):
    for data in DATA[name]:
        alt = told(name, *data)
        assert alt[0].isupper() or alt[0].isdecimal()
        assert alt.endswith(".")
        assert not re.search(r"  |\.\.|nan|inf\b|[{}]|-\d|\de[+-]?\d|np\.|None|\b1 \w+s,", alt), alt
        assert 10 <= len(alt.split()) <= 220


# What stands along the axes, or what the picture consists of where there are none.
AXES = {
    "angle_between": ["arrows", "right"],
    "buckets": ["column for each", "full bucket"],
    "buckets_filling": ["transfer", "bucket"],
    "chi_squared_histogram": ["histogram of χ² with 2 degrees of freedom"],
    "computation_graph": ["forward", "backward"],
    "cosine_distributions": ["cosines of pairs"],
    "cost_curves": ["s against the number of words V, from 1 to 10", "logarithmic"],
    "error_v": ["error against the step h", "logarithmic"],
    "filled_cells": ["words by 4, both from frequent to rare", "logarithmic"],
    "learning_rates": ["loss in nats against the step, from 0 to 1"],
    "loss_curve": ["loss per pair in nats, against training in epoch"],
    "loss_valley": ["loss of a pair of words in nats against its score, from −5 to 5"],
    "loss_surface": ["score of the positive, to the right", "the negative, upwards", "from −4 to 4"],
    "noise_line": ["line from 0 to 1", "2 pieces"],
    "noise_curves": ["against the rank", "from 1, the most frequent, to 2", "logarithmic"],
    "observed_and_expected": ["Share, a bar", "observed", "expected"],
    "observed_shares": ["share of the draws of each word"],
    "p_value_curves": ["p-values against their rank as a share, both from 0 to 1"],
    "paths": ["plane", "in 1 step"],
    "points_in_plane": ["points in a plane", "line"],
    "pulls_and_pushes": ["plane"],
    "settings_study": ["mean of s", "panel for each setting", "K, from 1 to 2"],
    "sigmoid_curve": ["probability of + against the score", "score −6", "score 6"],
    "similarity_blocks": ["cosines of all pairs of 3 words, in groups: x and y"],
    "sliding_window": ["one row a step"],
    "speed_ladder": ["words of text per second", "logarithmic"],
    "speed_ratios": ["times as fast as gensim", "logarithmic"],
    "surprise_curves": ["surprise in nats against the score, from −4.5 to 4.5"],
    "word_frequencies": ["how often", "against its rank", "logarithmic"],
    "word_map": ["map of 4 words"],
    "word_table": ["row for each word", "column for each neighbour"],
}


@pytest.mark.parametrize("name", DATA)
def test_the_words_name_the_axes(name):
    alt = told(name, *DATA[name][0]).lower()
    assert [part for part in AXES[name] if part.lower() not in alt] == []


def test_a_picture_reads_as_its_words_and_can_be_given_others():
    picture = plots.word_table(WORDS, np.eye(3))
    assert repr(picture) == f"[Picture: {picture.alt}]"
    assert f'alt="{picture.alt}"' in picture._repr_html_()
    other = show(picture, "Three ones on a diagonal.")
    assert other.axes is picture.axes
    assert other.alt == "Three ones on a diagonal."
    assert show(new_axes(), "Axes without any points.").alt == "Axes without any points."
    with pytest.raises(ValueError, match="alt must be a sentence"):
        show(picture, "Ones")


def test_words_of_a_learner_are_escaped():
    html = plots.word_table(['<"a">', "b"], [[0, 1], [1, 0]])._repr_html_()
    assert '<"a">' not in html
    assert "&lt;&quot;a&quot;&gt; with b" in html


# Counts


def test_the_window_is_told_step_by_step():
    alt = told("sliding_window", ["Bob", "likes", "pizza"], 2)
    assert "radius 2 slides over 3 words" in alt
    assert "Step 2: likes filled, Bob and pizza framed." in alt
    assert "Step 1: a filled, no word framed." in told("sliding_window", ["a"])


def test_the_table_of_the_article_is_told_by_name():
    vocabulary, counts = cooccurrence_matrix(BOB_PIZZA)
    alt = told("word_table", vocabulary.words, counts)
    assert "Table of 7 by 7 numbers, a row for each word, a column for each neighbour" in alt
    assert "the same above and below its diagonal. The diagonal is 0 throughout." in alt
    pairs = {
        tuple(sorted((a, b))): n
        for a, row in zip(vocabulary, counts, strict=True)
        for b, n in zip(vocabulary, row, strict=True)
        if a != b
    }
    for n in (1, 2):
        sentence = re.search(rf": {n}, for (.*?)\.", alt)[1]
        named = {
            tuple(sorted((row, column)))
            for group in sentence.split("; ")
            for row, columns in [group.split(" with ")]
            for column in re.split(", | and ", columns)
        }
        assert named == {pair for pair, count in pairs.items() if count == n}
    zeros = sum(count == 0 for count in pairs.values())
    assert f"Smallest: 0, for {zeros} of {len(pairs)} pairs." in alt


def test_a_table_without_symmetry_tells_of_cells():
    alt = told("word_table", ["x", "y"], [[0.5, -0.25], [2, 0.5]], rows="doctor", columns="patient")
    assert "a row for each doctor, a column for each patient. The diagonal is 0.50 throughout." in alt
    assert "Largest beside it: 2.00, for y with x. Smallest: −0.25, for x with y." in alt
    assert "All: 3, for a with a" in told("word_table", ["a"], [[3]])


def test_a_table_with_many_levels_tells_the_first_two_and_the_last():
    alt = told("word_table", ["x", "y"], [[4, 3], [2, 1]])
    assert re.findall(r"(\w+): (\d), for (\w with \w)", alt) == [
        ("Largest", "4", "x with x"),
        ("Then", "3", "x with y"),
        ("Smallest", "1", "y with y"),
    ]


def test_the_map_of_cells_tells_its_corners():
    table = np.zeros((10, 10))
    table[:5, :5] = 1
    table[9, 0] = 1
    alt = told("filled_cells", table, range(10), blocks=2)
    assert "with one another, 100 %; of the most frequent with the rarest, 0 %" in alt
    assert "of the rarest with one another, 0 %; of all cells, 26 %." in alt
    assert "of all cells, 0.5 %" in told("filled_cells", np.eye(200), range(200), blocks=2)


@pytest.mark.parametrize(
    ("u", "v", "way"),
    [
        ([1, 1, 0], [1, 0, 1], "at an angle of 60° to it. Their cosine is 0.50."),
        ([1, 1, 0], [2, 2, 0], "the same way. Their cosine is 1.00."),
        ([1, 1, 0], [0, 0, 3], "at a right angle to it. Their cosine is 0.00."),
        ([1, 1, 0], [-2, -2, 0], "the opposite way. Their cosine is −1.00."),
    ],
)
def test_two_arrows_are_told_by_length_and_angle(u, v, way):
    alt = told("angle_between", ("kale", "pizza"), u, v)
    assert f"kale, {sum(x * x for x in u) ** 0.5:.2f} long, points to the right" in alt
    assert f"pizza, {sum(x * x for x in v) ** 0.5:.2f} long, points {way}" in alt


def test_distributions_are_told_by_their_quantiles():
    sample = np.arange(-20, 81) / 100
    alt = told("cosine_distributions", {"even": sample, "one": [0.5]})
    assert "from −0.20 to 1: even, median 0.30, nine tenths from −0.15 to 0.75" in alt
    assert "one, median 0.50, nine tenths from 0.50 to 0.50." in alt


# The loss and its gradients


def test_scores_are_told_with_their_probability_and_cost():
    words, scores = BY_HAND.contexts, [1.0, 0.5, -1.5]
    for word, score in zip(words, scores, strict=True):
        assert re.search(rf"{word}[^;]* {expit(score):.2f}\b", told("sigmoid_curve", words, scores))
    alt = told("surprise_curves", words, scores)
    for word, sign, score in zip(words, (1, -1, -1), scores, strict=True):
        assert re.search(rf"{word}[^;]* costs {np.log1p(np.exp(-sign * score)):.2f}\b", alt)


def test_the_surface_tells_its_extremes_and_its_mark():
    alt = told("loss_surface", 2.0, -1.0, "mine")
    worst, best = 2 * np.log1p(np.exp(4)), 2 * np.log1p(np.exp(-4))
    mark = np.log1p(np.exp(-2)) + np.log1p(np.exp(-1))
    for value in (worst, best, 2 * np.log(2), mark):
        assert f"{value:.2f}" in alt
    assert "scores 2 and −1" in alt


def test_the_graph_tells_each_number_that_stands_on_it():
    picture = plots.computation_graph(BY_HAND)
    drawn = {n for t in picture.axes.texts for n in re.findall(r"−?\d+\.\d+", t.get_text())}
    assert len(drawn) > 30
    assert drawn <= set(re.findall(r"−?\d+\.\d+", picture.alt))


def test_the_v_is_told_by_powers_of_ten():
    alt = told("error_v", H, [1e-7, 3e-11, 2e-3], [1e-17, 1e-10, 1e-3])
    central, steps = alt.split("Complex steps")
    assert "smallest step, h = 10 to the −9, about 10 to the −7" in central
    assert "lowest, h = 10 to the −5, about 10 to the −11" in central
    assert "largest step, h = 10 to the −1, about 10 to the −3" in central
    assert "lowest, h = 10 to the −9, no more than the last digit" in steps


def test_rates_are_told_by_their_course():
    losses = {0.1: [2.0, 1.9, 1.8], 8.0: [2.0, 1.25, 50.0, 1e9], 20.0: [2.0, 9.0]}
    alt = told("learning_rates", losses, lowest=1.1, top=4.0)
    assert "η = 0.1: falls from 2 to 1.80." in alt
    assert "η = 8: starts at 2, is lowest, 1.25, at step 1, and leaves the picture" in alt
    assert "beyond 4, at step 2." in alt
    assert "η = 20: starts at 2, leaves the picture upwards, beyond 4, at step 1." in alt
    assert "Lowest possible: 1.10." in alt


def test_a_rate_that_starts_above_the_picture_is_told_as_it_falls():
    alt = told("learning_rates", {15.0: [4.16, 3.0, 2.6], 60.0: [4.16, 3.9, 70.0]}, lowest=2.365)
    assert "η = 15: falls from 4.16 to 2.60." in alt
    assert "η = 60: starts at 4.16, is lowest, 3.90, at step 1, and leaves the picture upwards" in alt
    assert "at step 2." in alt
    assert "at step 0" not in alt


def test_forces_are_told_parallel_to_their_vectors():
    alt = told("pulls_and_pushes", BY_HAND)
    moves = [(1 - expit(BY_HAND.c_pos @ BY_HAND.w)) * BY_HAND.c_pos]
    moves += [-expit(c @ BY_HAND.w) * c for c in BY_HAND.C_neg]
    for word, move, way in zip(BY_HAND.contexts, moves, ("in", "against", "against"), strict=True):
        coordinates = f"({move[0]:.2f}, {move[1]:.2f})".replace("-", "−")
        assert re.search(
            rf"of {word} is {re.escape(coordinates)}, {way} the direction of its vector", alt
        )
    total = f"({sum(m[0] for m in moves):.2f}, {sum(m[1] for m in moves):.2f})".replace("-", "−")
    assert f"−∂L/∂w = {total}" in alt
    assert alt.endswith(f"that of {BY_HAND.contexts[int(np.argmax([np.hypot(*m) for m in moves]))]}.")


def test_paths_tell_who_comes_nearest():
    start, end = np.array([[0, 0], [4, 0], [0, 3]]), np.array([[9, 9], [1, 0], [0, 1]])
    alt = told("paths", ["a", "b", "c"], [start, end])
    assert "b from (4.00, 0.00) to (1.00, 0.00)" in alt
    assert "those of b and c, 1.41 apart; they started 5 apart." in alt
    assert "nearest" not in told("paths", ["a"], [start[:1], end[:1]])


# Drawing words


def test_curves_of_probabilities_are_told_with_their_crossing():
    counts = np.array([60, 20, 10, 5, 5])
    alt = told("noise_curves", counts, powers=(1, 0))
    assert "Power 1 falls from 0.60 to 0.05. Power 0 stays at 0.20." in alt
    below = 1 + int(np.argmax(counts / counts.sum() <= 1 / 5))
    assert f"Powers 1 and 0 cross at rank {below}." in alt


def test_buckets_are_told_full_above_and_below():
    p = np.array([0.5, 0.3, 0.2])
    alt = told("buckets", WORDS, p, step=0)
    assert "Above the line: Bob, 1.50. Below the line: kale, 0.90; likes, 0.60." in alt
    last = told("buckets", WORDS, p)
    assert last.endswith("Full: all.")
    assert "likes, filled to 0.60, gets 0.40 of Bob, which has 1.10 left" in told("buckets", WORDS, p, 1)
    filling = told("buckets_filling", WORDS, p)
    assert filling.startswith("One panel after each of 2 transfers")
    assert "2. kale, filled to 0.90, gets 0.10 of Bob, which has 1.00 left." in filling


def test_a_share_near_one_is_not_called_full():
    alt = told("buckets", WORDS, [1.001, 0.999, 1.0], step=0)
    assert "Above the line: Bob, 1.001. Full: likes. Below the line: kale, 0.999." in alt


def test_shares_are_told_by_the_farthest():
    p = [0.25, 0.25, 0.5]
    alt = told("observed_shares", ["a", "b", "c"], p, {"one": [26, 29, 45], "two": [30, 22, 48]})
    assert "one: farthest from it is c, with 45.0 % of the draws for 50.0 %" in alt
    assert "two: farthest from it is a, with 30.0 % of the draws for 25.0 %" in alt
    assert "a 0.25, b 0.25 and c 0.50" in alt


def test_p_values_are_told_inside_or_outside_the_band():
    even, low = (np.arange(100) + 0.5) / 100, np.full(100, 0.01)
    alt = told("p_value_curves", {"even": even, "low": low})
    assert "even: median 0.50, 5 of 100 below 0.05, at most 0.00 from the diagonal, so inside" in alt
    assert "low: median 0.01, 100 of 100 below 0.05" in alt
    assert alt.endswith("so outside the band.")


def test_costs_are_told_with_who_is_cheaper_from_where_on():
    alt = told("cost_curves", [10, 100, 1000], {"a": [1, 20, 30], "b": [5, 5, 5]}, "seconds", "Draws")
    assert alt.startswith("Draws: seconds against the number of words V, from 10 to 1,000")
    assert "a rises from 1 to 30. b stays at 5. From 100 words on, b costs less than a." in alt


# Training


def test_the_loss_is_told_with_its_jump_and_its_levels():
    alt = told("loss_curve", [3, 2, 1.2, 1.9, 1.5], {"floor": 1.14}, unit="10 epochs")
    assert "against training in 10 epochs: it falls from 3 to 1.50; lowest, 1.20, at 3." in alt
    assert "jump up is from 1.20 to 1.90, at 4." in alt
    assert alt.endswith("1.14 (floor).")
    assert "jump" not in told("loss_curve", [3, 2, 1], {})


def test_the_map_tells_how_parallel_its_arrows_are():
    places = {"a": (0, 0), "b": (2, 0), "c": (0, 1), "d": (1, 2)}
    alt = told("word_map", [("a", "b"), ("c", "d")], places)
    assert "from a to b; from c to d" in alt
    assert "1.41 to 2 long, and differ by at most 45° in direction." in alt


def test_blocks_are_told_within_and_between():
    groups = {"x": ["a", "b"], "y": ["c", "d"], "z": ["e"]}
    table = np.array(
        [
            [1, 0.8, 0.1, 0.1, 0.3],
            [0.8, 1, 0.1, 0.1, 0.3],
            [0.1, 0.1, 1, 0.4, -0.2],
            [0.1, 0.1, 0.4, 1, -0.1],
            [0.3, 0.3, -0.2, -0.1, 1],
        ]
    )
    alt = told("similarity_blocks", groups, table)
    assert "Within groups they are 0.60 on average, lowest in y, 0.40." in alt
    between = (4 * 0.1 + 2 * 0.3 - 0.2 - 0.1) / 8
    assert f"they are {between:.2f} on average, highest between x and z, 0.30." in alt


def test_observed_numbers_stand_beside_expected_ones():
    alt = told("observed_and_expected", ["the", "gold"], [0.2, 0.9], [0.25, 1.0], "share kept")
    assert alt.startswith("Share kept, a bar")
    assert "the 0.20 for 0.25; gold 0.90 for 1." in alt
    assert alt.endswith("at gold, is 0.10.")


def test_speeds_are_told_in_two_digits():
    alt = told("speed_ladder", {"loop": 1234, "fast": 98_765}, {"sums": {"loop": 5e6}})
    assert "loop 1,200; fast 99,000, 80 times as many" in alt
    assert "the mark of sums stands for loop 5,000,000" in alt
    assert "b 3 (from 2 to 9)" in told("speed_ratios", {"a": [1], "b": [2, 3, 9]})


def test_settings_are_told_by_their_means():
    alt = told("settings_study", {"K": {1: [0.2, 0.4], 5: [0.9, 0.7], 9: [0.5]}}, {"K": 5}, "score")
    assert "K, from 1 to 9: rises from 0.30 to 0.50; highest, 0.80, at 5." in alt
    assert "The mean of score" in alt
    assert COLOURS["blue"] == "#0072B2"


# The pictures of frequencies, of chance, of a plane and of the valley


def test_frequencies_are_told_by_rank():
    words = [f"w{i}" for i in range(200)]
    counts = np.array([500, 300, *[2] * 98, *[1] * 100])
    shuffled = np.random.default_rng(0).permutation(200)
    picture = plots.word_frequencies([words[i] for i in shuffled], counts[shuffled], ["w1"])
    assert "rank 1, w0, 500" in picture.alt
    assert re.search(r"rank 10, w\d+, 2;", picture.alt)
    assert re.search(r"rank 200, w\d+, 1;", picture.alt)
    assert "w1, rank 2, 300." in picture.alt
    assert (
        f"{np.sum(np.cumsum(counts) < counts.sum() / 2) + 1} most frequent words make up" in picture.alt
    )
    assert "100 words occur once." in picture.alt
    line = picture.axes.lines[0]
    assert line.get_ydata() == pytest.approx(counts)
    assert line.get_xdata() == pytest.approx(np.arange(1, 201))


@pytest.mark.parametrize(
    ("words", "counts", "marked", "sentence"),
    [
        (["a"], [1, 2], [], "counts must have a number of at least 1"),
        (["a"], [0], [], "counts must have a number of at least 1"),
        ([], [], [], "counts must have a number of at least 1"),
        (["a"], [1], ["b"], "marked must name words that are counted, but 'b' is not"),
    ],
)
def test_counts_without_words_are_refused(words, counts, marked, sentence):
    with pytest.raises(ValueError, match=sentence):
        plots.word_frequencies(words, counts, marked)


@pytest.mark.parametrize("u", [0, 0.1, 0.2, 0.49, 0.5, 0.999])
def test_u_falls_into_the_piece_that_holds_it(u):
    p = [2, 3, 5]
    picture = plots.noise_line(WORDS, p, u)
    ends = [0, 0.2, 0.5, 1]
    (hit,) = [w for w, (a, b) in zip(WORDS, pairwise(ends), strict=True) if a <= u < b]
    assert picture.alt.endswith(f"u = {u:.2f} falls into the piece of {hit}.")
    assert "Bob from 0.00 to 0.20, kale from 0.20 to 0.50 and likes from 0.50 to 1.00" in picture.alt
    assert [(box.get_x(), box.get_width()) for box in picture.axes.patches[:3]] == [
        pytest.approx((a, b - a)) for a, b in pairwise(ends)
    ]
    assert "falls" not in told("noise_line", WORDS, p)


@pytest.mark.parametrize(
    ("p", "u", "sentence"),
    [
        ([1, 2], 0.5, "probabilities"),
        ([1, 0, 2], 0.5, "probabilities"),
        ([1, 1, 1], 1, "u must be below 1"),
    ],
)
def test_a_line_that_cannot_be_cut_is_refused(p, u, sentence):
    with pytest.raises(ValueError, match=sentence):
        plots.noise_line(WORDS, p, u)


def test_chi_squared_is_told_by_how_many_are_below():
    values = np.random.default_rng(0).chisquare(6, 1000)
    picture = plots.chi_squared_histogram(values, 6, {"A": 4.2, "B": 60.0})
    assert (
        f"A, 4.20: {sum(v < 4.2 for v in values)} of 1,000 right samplers are below it." in picture.alt
    )
    assert "B, 60: 1,000 of 1,000 right samplers" in picture.alt
    low, high = sorted(values)[499:501]
    assert f"median {(low + high) / 2:.2f}" in picture.alt
    density = next(line for line in picture.axes.lines if line.get_label() == "χ² distribution")
    assert density.get_ydata() == pytest.approx(chi2.pdf(density.get_xdata(), 6))
    assert picture.axes.get_xlim()[1] >= 60
    for bad in ([], [-1.0]):
        with pytest.raises(ValueError, match="by_chance must hold"):
            plots.chi_squared_histogram(bad, 6, {})


def test_the_best_line_is_the_one_with_the_smallest_distances():
    points = np.array([[2, 0.3], [1.5, 1.6], [0.4, 0.9]])

    def far(angle):
        return sum((x * np.sin(angle) - y * np.cos(angle)) ** 2 for x, y in points)

    best = minimize_scalar(far, bounds=(0, np.pi / 2), method="bounded", options={"xatol": 1e-9})
    alt = told("points_in_plane", WORDS, points)
    assert f"slope {np.tan(best.x):.2f}" in alt
    assert f"keeps {100 * (1 - best.fun / np.sum(points**2)):.0f} % of the squared lengths" in alt
    distances = [abs(x * np.sin(best.x) - y * np.cos(best.x)) for x, y in points]
    farthest = int(np.argmax(distances))
    assert f"Farthest from it is {WORDS[farthest]}, {distances[farthest]:.2f}." in alt


def test_words_on_one_spot_share_a_label():
    picture = plots.points_in_plane(WORDS, [[0, 1], [0, 1], [0, -2]])
    assert [text.get_text() for text in picture.axes.texts] == ["Bob, kale", "likes"]
    assert "Bob and kale at (0.00, 1.00); likes at (0.00, −2.00)" in picture.alt
    assert "upright" in picture.alt
    assert "Farthest" not in picture.alt
    for bad in (np.zeros((3, 2)), np.ones((3, 3)), np.ones((2, 2))):
        with pytest.raises(ValueError, match="points must"):
            plots.points_in_plane(WORDS, bad)


@pytest.mark.parametrize("p", [0.5, 1, 3, 9])
def test_the_valley_is_lowest_where_a_search_finds_it(p):
    found = minimize_scalar(lambda x: (p * np.log1p(np.exp(-x)) + np.log1p(np.exp(x))) / (p + 1))
    picture = plots.loss_valley(p)
    assert f"lowest, {found.fun:.2f}, at the score log {p:g}" in picture.alt
    assert f"There σ is {p / (p + 1):.2f}, the share of +" in picture.alt
    valley, always = picture.axes.lines[:2]
    assert valley.get_ydata().min() == pytest.approx(found.fun, abs=1e-4)
    assert all(np.diff(always.get_ydata()) < 0)
    with pytest.raises(ValueError, match="positives must"):
        plots.loss_valley(0)
