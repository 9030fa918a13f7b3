"""Pictures of the lesson: pure functions, data in, matplotlib Axes out."""

from edu_w2v.classroom.plots.counts import (
    angle_between,
    block_density,
    cosine_distributions,
    filled_cells,
    sliding_window,
    word_table,
)
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

__all__ = [
    "COLOURS",
    "Picture",
    "angle_between",
    "block_density",
    "buckets",
    "buckets_filling",
    "cosine_distributions",
    "cost_curves",
    "filled_cells",
    "flatten",
    "loss_curve",
    "new_axes",
    "noise_curves",
    "observed_and_expected",
    "observed_shares",
    "p_value_curves",
    "settings_study",
    "show",
    "similarity_blocks",
    "sliding_window",
    "speed_ladder",
    "speed_ratios",
    "word_map",
    "word_table",
]
