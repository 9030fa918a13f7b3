"""The pictures show the numbers that they were given, and change nothing global."""

import matplotlib as mpl
import numpy as np
import pytest
import scipy.sparse as sp
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from edu_w2v.classroom import plots
from edu_w2v.cooccurrence import cooccurrence_matrix, windows
from edu_w2v.corpora import BOB_PIZZA
from edu_w2v.similarity import cosine_similarity

WORDS = ["Bob", "likes", "pizza"]


def shown_texts(axes):
    return [text.get_text() for text in axes.texts]


def draw(axes):
    """Render the picture, as a notebook does; errors of layout come out only here."""
    return plots.show(axes, "A picture made by a test.")._repr_html_()


def every_picture():
    vocabulary, counts = cooccurrence_matrix(BOB_PIZZA)
    return [
        plots.sliding_window(WORDS),
        plots.word_table(vocabulary.words, counts),
        plots.filled_cells(counts, range(7), blocks=7),
        plots.angle_between(("kale", "lettuce"), [1, 1, 0], [1, 0, 1]),
        plots.cosine_distributions({"counts": [0.7, 0.8], "PPMI": [-0.1, 0.1]}),
    ]


def test_every_picture_can_be_drawn_twice_alike_with_names_along_its_axes():
    before = dict(mpl.rcParams)
    for picture, again in zip(every_picture(), every_picture(), strict=True):
        assert draw(picture) == draw(again)
        axes = picture.axes
        assert axes.get_xlabel()
        assert axes.get_ylabel()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("radius", [1, 2, 5])
@pytest.mark.parametrize("document", [["a"], ["a", "b"], ["a", "b", "a", "c", "d"]])
def test_the_window_frames_what_the_counting_counts(document, radius):
    axes = plots.sliding_window(document, radius).axes
    assert shown_texts(axes) == document * len(document)
    for row, (_, neighbours) in enumerate(windows(document, radius)):
        boxes = [p for p in axes.patches if isinstance(p, Rectangle) and round(p.get_y() + 0.36) == row]
        framed = [
            document[round(box.get_x() + 0.44)]
            for box in boxes
            if to_rgb(box.get_facecolor()) == (1, 1, 1)
        ]
        filled = [round(box.get_x() + 0.44) for box in boxes if to_rgb(box.get_facecolor()) != (1, 1, 1)]
        assert framed == neighbours
        assert filled == [row]


def test_the_table_writes_every_number_in_its_cell():
    table = np.arange(9).reshape(3, 3)
    axes = plots.word_table(WORDS, table).axes
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {(j, i): str(table[i, j]) for i in range(3) for j in range(3)}
    assert [label.get_text() for label in axes.get_xticklabels()] == WORDS
    assert [label.get_text() for label in axes.get_yticklabels()] == WORDS
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("word", "neighbour")


def test_the_table_writes_fractions_with_two_decimals_and_no_negative_zero():
    axes = plots.word_table(["a", "b"], [[1, -0.001], [0.456, -0.5]]).axes
    assert shown_texts(axes) == ["1.00", "0.00", "0.46", "−0.50"]


def test_numbers_can_be_read_on_their_cells():
    values = np.linspace(0, 1, 121).reshape(11, 11)
    axes = plots.word_table([str(i) for i in range(11)], values).axes
    colours = axes.images[0].cmap(axes.images[0].norm(values))[..., :3]
    for text in axes.texts:
        j, i = map(round, text.get_position())
        assert contrast(to_rgb(text.get_color()), colours[i, j]) >= 3  # WCAG 2.1 for large text


def contrast(a, b):
    """Return the contrast ratio of two colours by WCAG 2.1."""

    def luminance(rgb):
        rgb = np.asarray(rgb)
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("bad", [np.eye(2), np.ones((3, 2)), np.ones(3), [[np.nan] * 3] * 3])
def test_a_table_that_does_not_fit_its_words_is_refused(bad):
    with pytest.raises(ValueError, match="table must"):
        plots.word_table(WORDS, bad)


@pytest.mark.parametrize("blocks", [1, 3, 7, 20])
def test_block_density_agrees_with_counting_cell_by_cell(blocks):
    rng = np.random.default_rng(1)
    table = rng.integers(0, 3, (20, 20)) * (rng.random((20, 20)) < 0.3)
    order = rng.permutation(20)
    sorted_table = table[order][:, order]
    block = np.arange(20) * blocks // 20
    expected = [
        [(sorted_table[np.ix_(block == i, block == j)] != 0).mean() for j in range(blocks)]
        for i in range(blocks)
    ]
    for matrix in (table, sp.csr_array(table)):
        assert plots.block_density(matrix, order, blocks) == pytest.approx(np.array(expected))


def test_block_density_does_not_count_stored_zeros():
    stored = sp.csr_array((np.array([0, 1]), (np.array([0, 1]), np.array([0, 1]))), shape=(2, 2))
    assert plots.block_density(stored, [0, 1], 1) == pytest.approx(0.25)


@pytest.mark.parametrize("blocks", [0, 8, -1])
def test_a_wrong_number_of_blocks_is_refused(blocks):
    with pytest.raises(ValueError, match="blocks must be"):
        plots.block_density(np.eye(7), range(7), blocks)


def test_filled_cells_draws_shares_on_a_logarithmic_scale():
    axes = plots.filled_cells(np.eye(4), range(4), blocks=2).axes
    assert np.asarray(axes.images[0].get_array()) == pytest.approx(np.array([[50, 0.1], [0.1, 50]]))


@pytest.mark.parametrize(
    ("u", "v"), [([1, 1, 0], [1, 0, 1]), ([1, 0], [0, 2]), ([1, 2], [2, 4]), ([1, 0], [-3, 1])]
)
def test_the_drawn_vectors_keep_their_lengths_and_their_angle(u, v):
    axes = plots.angle_between(("u", "v"), u, v).axes
    tip_u, tip_v = (np.array(text.xy) for text in axes.texts if text.get_text() == "")
    assert np.linalg.norm(tip_u) == pytest.approx(np.linalg.norm(u))
    assert np.linalg.norm(tip_v) == pytest.approx(np.linalg.norm(v))
    assert cosine_similarity(tip_u, tip_v) == pytest.approx(cosine_similarity(u, v))
    for axis, limits in ((0, axes.get_xlim()), (1, axes.get_ylim())):
        assert limits[0] <= min(tip_u[axis], tip_v[axis])
        assert max(tip_u[axis], tip_v[axis]) <= limits[1]


def test_the_angle_is_written_with_its_cosine():
    assert (
        plots.angle_between(("u", "v"), [1, 0], [-3, 3]).axes.get_title() == "angle 135°, cosine −0.71"
    )


def test_a_zero_vector_has_no_angle():
    with pytest.raises(ValueError, match="points nowhere"):
        plots.angle_between(("u", "v"), [0, 0], [1, 0])


def test_distributions_name_each_kind_and_mark_its_median():
    axes = plots.cosine_distributions({"counts": [0.6, 0.8, 0.9], "PPMI": [-0.25, 0.1, 0.2]}).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["counts", "PPMI"]
    assert [text.strip() for text in shown_texts(axes)] == ["median 0.80", "median 0.10"]
    top, bottom = (text.get_position()[1] for text in axes.texts)
    assert top > bottom
    assert axes.get_xlim()[0] <= -0.25


@pytest.mark.parametrize(
    ("sample", "error"), [([], ValueError), ([np.nan], ValueError), ("x", TypeError)]
)
def test_a_sample_that_is_none_is_refused(sample, error):
    with pytest.raises(error, match="counts"):
        plots.cosine_distributions({"counts": sample})
