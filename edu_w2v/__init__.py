"""word2vec, from counting neighbours to training on millions of words.

One module per idea, in the order in which the notebooks teach them: ``corpora``,
``vocabulary``, ``cooccurrence``, ``similarity``, ``objective``, ``gradcheck``,
``derivations``, ``alias``, ``skipgram``, ``training``, ``embeddings`` and
``evaluation``. What shows the lesson (plots, exercises, explorers) is in
``edu_w2v.classroom`` and is imported only by those who ask for it.

What is used every day is here too, and is loaded when it is asked for:

>>> import edu_w2v as w2v
>>> model = w2v.train([["Bob", "likes", "pizza"]], dimension=3)
>>> "pizza" in model
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edu_w2v.corpora import (
        read,
        read_lines,
        sentences,
        stream,
        stream_lines,
        tokenize,
    )
    from edu_w2v.embeddings import Embeddings, load
    from edu_w2v.evaluation import (
        analogy_accuracy,
        held_out_loss,
        read_analogies,
        read_judgements,
        word_similarity,
    )
    from edu_w2v.training import train
    from edu_w2v.vocabulary import Vocabulary

__version__ = "0.2.0"

__all__ = [
    "Embeddings",
    "Vocabulary",
    "analogy_accuracy",
    "held_out_loss",
    "load",
    "read",
    "read_analogies",
    "read_judgements",
    "read_lines",
    "sentences",
    "stream",
    "stream_lines",
    "tokenize",
    "train",
    "word_similarity",
]

_HOMES = {
    "corpora": "read read_lines sentences stream stream_lines tokenize",
    "vocabulary": "Vocabulary",
    "training": "train",
    "embeddings": "Embeddings load",
    "evaluation": "analogy_accuracy held_out_loss read_analogies read_judgements "
    "word_similarity",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: importing the package alone takes no time."""
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"edu_w2v.{module}"), name)
    raise AttributeError(f"module 'edu_w2v' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
