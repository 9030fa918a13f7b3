"""A picture of each explorer for the README and the lectures, and a moving one of training."""

from collections.abc import Callable

from edu_w2v.classroom.explorers.alias import AliasExplorer
from edu_w2v.classroom.explorers.cooccurrence import CooccurrenceExplorer
from edu_w2v.classroom.explorers.cosine import CosineExplorer
from edu_w2v.classroom.explorers.gradient import GradientStepExplorer
from edu_w2v.classroom.explorers.loss import LossExplorer
from edu_w2v.classroom.explorers.training import TrainingExplorer
from edu_w2v.classroom.scene import SvgFile

FIGURES: dict[str, Callable[[], SvgFile]] = {
    "explorer_cooccurrence": lambda: SvgFile(CooccurrenceExplorer().svg()),
    "explorer_cosine": lambda: SvgFile(CosineExplorer().svg()),
    "explorer_loss": lambda: SvgFile(LossExplorer(positive=2.0, negative_1=-1.0, negative_2=1.5).svg()),
    "explorer_gradient": lambda: SvgFile(GradientStepExplorer(step=3).svg()),
    "explorer_alias": lambda: SvgFile(AliasExplorer(power=1, step=3, draws=7).svg()),
    "explorer_training": lambda: SvgFile(TrainingExplorer(step=30).svg()),
    "explorer_training_moving": lambda: SvgFile(TrainingExplorer(step=43).animated("step", every=3)),
}
"""The name of each file and the function that draws it."""
