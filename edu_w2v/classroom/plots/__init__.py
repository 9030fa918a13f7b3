"""Pictures of the lesson: pure functions, data in, matplotlib Axes out."""

from edu_w2v.classroom.plots.style import COLOURS, Picture, new_axes, show

__all__ = ["COLOURS", "Picture", "new_axes", "show"]
