"""The pictures of notebook 05 show the numbers that they were given, and change nothing global."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from edu_w2v.alias import AliasTable, fill_buckets
from edu_w2v.classroom import plots
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.vocabulary import Vocabulary

BOB = Vocabulary(BOB_PIZZA)
P = BOB.noise_distribution()
STEPS = len(fill_buckets(P))


def draw(axes):
    """Render the picture, as a notebook does; errors of layout come out only here."""
    return plots.show(axes, "A picture made by a test.")._repr_html_()


def every_picture():
    return [
        plots.noise_curves(BOB.counts),
        plots.buckets(BOB.words, P, step=0),
        plots.buckets(BOB.words, P),
        plots.buckets_filling(BOB.words, P),
        plots.observed_shares(BOB.words, P, {"A": P * 100, "B": BOB.counts}),
        plots.p_value_curves({"even": np.linspace(0, 1, 20), "low": np.full(20, 0.01)}),
        plots.cost_curves([10, 100], {"search": [3, 7], "alias": [1, 1]}, "comparisons", "Cost"),
    ]


def test_every_picture_can_be_drawn_twice_alike_with_names_along_its_axes():
    before = dict(mpl.rcParams)
    for picture, again in zip(every_picture(), every_picture(), strict=True):
        assert draw(picture) == draw(again)
        axes = picture.axes
        figure = axes.get_figure()
        assert axes.get_xlabel()
        assert axes.get_ylabel() or figure.get_supylabel()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", ["buckets", "buckets_filling"])
def test_words_and_probabilities_go_together(name):
    with pytest.raises(ValueError, match="probabilities must have one number for each word"):
        getattr(plots, name)(BOB.words[:3], P)


# Power


def test_the_curves_are_sorted_probabilities():
    axes = plots.noise_curves([1, 4, 2], powers=[1, 0.5]).axes
    assert [line.get_label() for line in axes.lines] == ["power 1", "power 0.5"]
    assert axes.lines[0].get_ydata() == pytest.approx(np.array([4, 2, 1]) / 7)
    root = np.sqrt([4, 2, 1])
    assert axes.lines[1].get_ydata() == pytest.approx(root / root.sum())


def test_curves_differ_in_more_than_colour():
    axes = plots.noise_curves(BOB.counts).axes
    assert len({line.get_linestyle() for line in axes.lines}) == 3
    axes = plots.cost_curves([10, 100], {name: [1, 2] for name in "abc"}, "cost").axes
    assert len({line.get_marker() for line in axes.lines}) == 3
    axes = plots.p_value_curves({name: [0.5] for name in "abc"}).axes
    assert len({line.get_marker() for line in axes.lines[1:]}) == 3


# Buckets


def columns(axes):
    """Return the heights of the pieces of each column, from the bottom up."""
    pieces = {}
    for bar in axes.patches:
        pieces.setdefault(round(bar.get_x() + bar.get_width() / 2), []).append(bar)
    return {
        column: [(bar.get_y(), bar.get_height()) for bar in sorted(bars, key=lambda bar: bar.get_y())]
        for column, bars in pieces.items()
    }


@pytest.mark.parametrize("step", range(STEPS + 1))
def test_each_step_moves_one_piece_and_loses_nothing(step):
    axes = plots.buckets(BOB.words, P, step).axes
    drawn = columns(axes)
    assert len(axes.patches) == len(BOB) + step
    assert sum(height for pieces in drawn.values() for _, height in pieces) == pytest.approx(len(BOB))
    finished = [transfer.small for transfer in fill_buckets(P)[:step]]
    for column in finished:
        (bottom, own), (seam, given) = drawn[column]
        assert bottom == 0
        assert seam == pytest.approx(own)
        assert own + given == pytest.approx(1)


def test_the_last_picture_is_the_table():
    drawn = columns(plots.buckets(BOB.words, P).axes)
    table = AliasTable(P)
    assert [drawn[i][0][1] for i in range(len(BOB))] == pytest.approx(table.threshold)


def test_pieces_have_the_colour_and_hatch_of_their_word():
    axes = plots.buckets(BOB.words, P).axes
    own = {round(b.get_x() + 0.43): b for b in axes.patches if b.get_y() == 0}
    given = [b for b in axes.patches if b.get_y() > 0]
    for transfer, bar in zip(fill_buckets(P), given, strict=True):
        assert bar.get_facecolor() == own[transfer.large].get_facecolor()
        assert bar.get_hatch() == own[transfer.large].get_hatch()
    looks = {(to_rgb(bar.get_facecolor()), bar.get_hatch()) for bar in own.values()}
    assert len(looks) == len(BOB)


def test_the_title_says_who_gave_to_whom():
    assert plots.buckets(BOB.words, P, 0).axes.get_title() == "before the first transfer"
    assert plots.buckets(BOB.words, P, 1).axes.get_title() == "wings gets a piece of likes"


def test_every_transfer_has_a_panel():
    panels = plots.buckets_filling(BOB.words, P).axes.get_figure().axes
    titles = [axes.get_title() for axes in panels]
    assert len(titles) == STEPS
    assert titles[0] == "1. wings gets\na piece of likes"
    assert titles[-1] == "6. kale gets\na piece of Bob"
    assert len(plots.buckets_filling(["a", "b", "c"], [4, 1, 1]).axes.get_figure().axes) == 2


def test_names_stay_inside_their_columns():
    axes = plots.buckets_filling(BOB.words, P).axes
    figure = axes.get_figure()
    figure.draw_without_rendering()
    for panel in figure.axes:
        wide = panel.transData.transform([(0, 0), (1, 0)])
        width = wide[1, 0] - wide[0, 0]
        assert all(text.get_window_extent().width <= 1.1 * width for text in panel.texts)


def test_equal_probabilities_have_no_transfer_to_show():
    with pytest.raises(ValueError, match="there is no transfer to draw"):
        plots.buckets_filling(["a", "b"], [1, 1])
    assert len(plots.buckets(["a", "b"], [1, 1]).axes.patches) == 2


# Samples, p-values and costs


def test_shares_are_counts_divided_by_their_sum():
    axes = plots.observed_shares(["a", "b"], [0.5, 0.5], {"one": [1, 3], "two": [40, 40]}).axes
    assert [bar.get_height() for bar in axes.patches] == [0.25, 0.75, 0.5, 0.5]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["a", "b"]
    centres = [bar.get_x() + bar.get_width() / 2 for bar in axes.patches]
    assert np.round(centres).tolist() == [0, 1, 0, 1]
    with pytest.raises(ValueError, match="observed 'one' must have one number for each word"):
        plots.observed_shares(["a", "b"], [0.5, 0.5], {"one": [1]})


def test_p_values_are_sorted_and_uniform_ones_lie_on_the_diagonal():
    uniform = (np.arange(50) + 0.5) / 50
    axes = plots.p_value_curves({"even": np.random.default_rng(0).permutation(uniform)}).axes
    points = axes.lines[1]
    assert points.get_ydata() == pytest.approx(uniform)
    assert points.get_xdata() == pytest.approx(uniform)


def test_the_band_is_that_of_the_kolmogorov_smirnov_test():
    axes = plots.p_value_curves({"even": np.linspace(0, 1, 100)}).axes
    band = axes.collections[0].get_paths()[0].vertices
    assert band[np.abs(band[:, 0] - 0.5) < 0.003, 1].max() == pytest.approx(0.5 + 0.136, abs=0.005)


def test_costs_have_whole_powers_of_ten_around_them():
    axes = plots.cost_curves([10, 100, 1000], {"a": [0.002, 0.003, 0.06]}, "seconds", "Draws").axes
    low, high = axes.get_ylim()
    assert low < 0.001
    assert high > 0.1
    assert axes.get_title() == "Draws"
    with pytest.raises(ValueError, match="curve 'a' must have one number for each size"):
        plots.cost_curves([10, 100], {"a": [1]}, "seconds")
