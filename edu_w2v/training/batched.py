"""The trainer without a compiler: many pairs at a time, as products of matrices.

Neighbouring centres share most of their contexts, so a *group* of 16 consecutive
centres is scored against all words around it in one product, and a mask keeps the pairs
that are within the window. The group shares its negatives too. The gradients of all
vectors in the product are then two more products.
"""

import numpy as np
from numpy.typing import NDArray

from edu_w2v.training.loop import Rates
from edu_w2v.training.model import Matrix, Model
from edu_w2v.vocabulary import EncodedCorpus

Ids = NDArray[np.int32]

GROUP = 16  # centres that share contexts and negatives, at most
SHARED = 16  # negatives of a group; each counts as often as to make K for each pair
FEW = 1_000  # words; the vectors of so few grow long
LOSS_EVERY = 16  # so many steps have one loss taken: it costs as much as two products


def step(
    model: Model, text: EncodedCorpus, rates: Rates, rng: np.random.Generator
) -> tuple[float, int]:
    """Go once through some documents, group by group."""
    size, at_once = _step_size(model, text, rates.max(initial=1e-9))
    n, n_groups = len(text.ids), -(-len(text.ids) // size)
    radii = np.zeros(n_groups * size, np.int32)
    radii[:n] = rng.integers(1, model.radius, size=n, endpoint=True)
    drawn = model.noise.sample((n_groups, SHARED), rng)
    reach = min(model.radius, text.longest)
    # Pad both ends, so that every group has `reach` words on either side; -1: nowhere.
    padding = (reach, len(radii) - n + reach)
    ids = np.pad(text.ids, padding)
    document = np.pad(text.document_numbers(), padding, constant_values=-1)

    loss, pairs = 0.0, 0
    for first in range(0, n_groups, at_once):
        groups = np.arange(first, min(first + at_once, n_groups))[:, None]
        # The places of the centres, and around them.
        places = groups * size + np.arange(size + 2 * reach)
        inside = slice(reach, reach + size)
        near = _near(document[places], radii[places[:, :size]], inside)
        centres = ids[places[:, inside]]
        contexts = np.hstack([ids[places], drawn[groups[:, 0]]])

        # (groups, size or contexts, d)
        w, c = model.W.take(centres, axis=0), model.C.take(contexts, axis=0)
        scores = w @ c.transpose(0, 2, 1)
        weight = _weights(near, model.negatives)
        if first // at_once % LOSS_EVERY == 0:
            right = np.where(np.arange(scores.shape[2]) < near.shape[2], 1, -1)
            loss += float((weight * np.logaddexp(0, -right * scores)).sum())
            pairs += int(near.sum())
        error = 0.5 + 0.5 * np.tanh(0.5 * scores)  # σ, as it is fastest in float32
        error[:, :, : near.shape[2]] -= 1
        error *= np.float32(-rates[first * size]) * weight
        _add_rows(model.W, centres, error @ c)
        _add_rows(model.C, contexts, error.transpose(0, 2, 1) @ w)
    return loss, pairs


def _near(
    document: NDArray[np.int64], radii: NDArray[np.int64], inside: slice
) -> NDArray[np.bool_]:
    """Say which places around a group are neighbours of which of its centres.

    They are in the window and in the document of the centre, but not the centre itself.
    """
    place = np.arange(document.shape[1])
    distance = np.abs(place - place[inside, None])
    in_window = (distance > 0) & (distance <= radii[:, :, None])
    return in_window & (document[:, None, :] == document[:, inside, None])


def _weights(near: NDArray[np.bool_], negatives: int) -> NDArray[np.float32]:
    """Return how often each pair counts: a neighbour once, the negatives K times."""
    groups, size, places = near.shape
    weights = np.empty((groups, size, places + SHARED), np.float32)
    weights[:, :, :places] = near
    pairs = weights[:, :, :places].sum(axis=2, keepdims=True)
    weights[:, :, places:] = pairs * np.float32(negatives / SHARED)
    return weights


def _step_size(model: Model, text: EncodedCorpus, rate: float) -> tuple[int, int]:
    """Return how many centres make a group, and how many groups go at once."""
    centres = safe_centres(model, text, rate)
    return min(GROUP, centres), max(1, centres // GROUP)


def safe_centres(model: Model, text: EncodedCorpus, rate: float) -> int:
    """Return how many centres may take a step together.

    Within a step the vectors stand still, so the gradients of a frequent word pile up.
    Training runs away where rate × (gradients of one vector in a step) is too large: on
    the State of the Union beyond about 20, among a handful of words, whose vectors grow
    long, beyond about 5. Half of that is safe. A dynamic window has radius + 1
    neighbours on average.
    """
    V = len(model.noise)
    share = np.bincount(text.ids, minlength=V).max() / max(1, len(text.ids))
    per_pair = share + model.negatives * model.noise.probabilities().max()
    safe = 10 if V > FEW else 2.5
    return int(np.clip(safe / (rate * (model.radius + 1) * per_pair), 1, 1_024))


def _add_rows(matrix: Matrix, ids: Ids, rows: Matrix) -> None:
    """Add each row to the row of its word; the rows of a repeated word add up.

    As a product with a sparse matrix of ones, which gathers the rows of each word, this
    is several times as fast as ``np.add.at``.
    """
    from scipy.sparse import csr_array  # it loads longer than all the rest

    flat = ids.ravel()
    order = np.argsort(flat)
    words = flat[order]
    start = np.flatnonzero(np.append(True, words[1:] != words[:-1]))  # of each word
    cuts = np.append(start, len(flat)).astype(np.int32)
    parts = np.ones(len(flat), rows.dtype), order.astype(np.int32), cuts
    gather = csr_array(parts, shape=(len(start), len(flat)))
    matrix[words[start]] += gather @ rows.reshape(len(flat), -1)
