"""The plain trainer: one pair at a time, as the formulas say. Made to be read."""

import numpy as np

from edu_w2v.minimal import update
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training.loop import Rates
from edu_w2v.training.model import Model
from edu_w2v.vocabulary import EncodedCorpus


def step(
    model: Model, text: EncodedCorpus, rates: Rates, rng: np.random.Generator
) -> tuple[float, int]:
    """Go once through some documents, pair by pair."""
    loss, n_pairs = 0.0, 0
    for i in range(len(text)):
        pairs = skipgram_pairs(
            text.document(i), model.radius, dynamic_window=True, rng=rng
        )
        drawn = model.noise.sample((len(pairs), model.negatives), rng)
        for (centre, positive), negatives in zip(pairs, drawn, strict=True):
            rate = rates[text.offsets[i]]
            loss += update(model.W, model.C, centre, positive, negatives, rate)
        n_pairs += len(pairs)
    return loss, n_pairs
