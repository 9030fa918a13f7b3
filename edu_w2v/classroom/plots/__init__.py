"""Pictures of the lesson: pure functions, data in, a picture out that tells in words what it shows."""

from edu_w2v.classroom.plots.counts import (
    angle_between,
    block_density,
    cosine_distributions,
    filled_cells,
    sliding_window,
    word_table,
)
from edu_w2v.classroom.plots.frequencies import chi_squared_histogram, noise_line, word_frequencies
from edu_w2v.classroom.plots.objective import (
    computation_graph,
    error_v,
    learning_rates,
    loss_surface,
    paths,
    pulls_and_pushes,
    sigmoid_curve,
    surprise_curves,
)
from edu_w2v.classroom.plots.plane import points_in_plane
from edu_w2v.classroom.plots.sampler import (
    buckets,
    buckets_filling,
    cost_curves,
    noise_curves,
    observed_shares,
    p_value_curves,
)
from edu_w2v.classroom.plots.style import COLOURS, Picture, new_axes, show
from edu_w2v.classroom.plots.training import (
    flatten,
    loss_curve,
    observed_and_expected,
    settings_study,
    similarity_blocks,
    speed_ladder,
    speed_ratios,
    word_map,
)
from edu_w2v.classroom.plots.valley import loss_valley

__all__ = [
    "COLOURS",
    "Picture",
    "angle_between",
    "block_density",
    "buckets",
    "buckets_filling",
    "chi_squared_histogram",
    "computation_graph",
    "cosine_distributions",
    "cost_curves",
    "error_v",
    "filled_cells",
    "flatten",
    "learning_rates",
    "loss_curve",
    "loss_surface",
    "loss_valley",
    "new_axes",
    "noise_curves",
    "noise_line",
    "observed_and_expected",
    "observed_shares",
    "p_value_curves",
    "paths",
    "points_in_plane",
    "pulls_and_pushes",
    "settings_study",
    "show",
    "sigmoid_curve",
    "similarity_blocks",
    "sliding_window",
    "speed_ladder",
    "speed_ratios",
    "surprise_curves",
    "word_frequencies",
    "word_map",
    "word_table",
]
