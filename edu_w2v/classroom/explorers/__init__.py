"""One explorer a notebook: an idea that can be moved with a hand."""

from edu_w2v.classroom.explorers.alias import AliasExplorer
from edu_w2v.classroom.explorers.cooccurrence import CooccurrenceExplorer
from edu_w2v.classroom.explorers.cosine import CosineExplorer
from edu_w2v.classroom.explorers.gradient import GradientStepExplorer
from edu_w2v.classroom.explorers.loss import LossExplorer
from edu_w2v.classroom.explorers.training import LiveView, TrainingExplorer, live_view

__all__ = [
    "AliasExplorer",
    "CooccurrenceExplorer",
    "CosineExplorer",
    "GradientStepExplorer",
    "LiveView",
    "LossExplorer",
    "TrainingExplorer",
    "live_view",
]
