"""The trainer without a compiler: many pairs at a time, as products of matrices.

Neighbouring centres share most of their contexts, so a *group* of 16 consecutive centres
is scored against all words around it in one product, and a mask keeps the pairs that are
within the window. The group shares its negatives too. The gradients of all vectors in
the product are then two more products.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable
from edu_w2v.vocabulary import EncodedCorpus

Matrix = NDArray[np.floating]
Ids = NDArray[np.int32]

GROUP = 16  # centres that share contexts and negatives, at most
SHARED = 16  # negatives drawn for a group; each counts as often as to make K for each pair
LOSS_EVERY = 8  # the loss is measured in every eighth step, since it costs as much as a product


def train_block(
    W: Matrix,
    C: Matrix,
    corpus: EncodedCorpus,
    noise: AliasTable,
    radius: int,
    negatives: int,
    rates: tuple[float, float],
    rng: np.random.Generator,
    threads: int = 1,
) -> tuple[float, int]:
    """Go once through some documents, group by group; see `edu_w2v.training.train`."""
    words = len(corpus.ids)
    group, per_step = _step_size(corpus, noise, radius, negatives, max(rates))
    n_groups = -(-words // group)
    radii = rng.integers(1, radius, size=words, endpoint=True)
    # Pad both ends, so that every group has `radius` words on either side; -1 is no document.
    padding = (radius, n_groups * group - words + radius)
    ids = np.pad(corpus.ids, padding)
    document = np.pad(corpus.document_numbers(), padding, constant_values=-1)
    radii = np.pad(radii, (0, n_groups * group - words)).reshape(n_groups, group)
    drawn = noise.sample((n_groups, SHARED), rng)

    around = np.arange(group + 2 * radius)  # places of a group and its surroundings
    distance = np.abs(around - radius - np.arange(group)[:, None])
    distance[distance == 0] = radius + 1  # a word is not its own context
    loss, pairs = 0.0, 0
    for step, first in enumerate(range(0, n_groups, per_step)):
        groups = np.arange(first, min(first + per_step, n_groups))
        places = groups[:, None] * group + around
        inside = slice(radius, radius + group)
        near = (distance <= radii[groups][:, :, None]) & (
            document[places][:, None, :] == document[places][:, inside, None]
        )
        centres, contexts = ids[places[:, inside]], np.hstack([ids[places], drawn[groups]])

        w, c = W[centres], C[contexts]  # (groups, group, d) and (groups, around + SHARED, d)
        scores = w @ c.transpose(0, 2, 1)
        n_positives = near.sum(axis=2, keepdims=True)
        share = np.broadcast_to(n_positives * (negatives / SHARED), (*near.shape[:2], SHARED))
        weight = np.concatenate([near, share], axis=2, dtype=np.float32)  # 0 where there is no pair
        if step % LOSS_EVERY == 0:
            signed = scores * np.where(np.arange(scores.shape[2]) < len(around), -1, 1)
            loss += float((weight * np.logaddexp(0, signed)).sum())
            pairs += int(n_positives.sum())
        error = 0.5 + 0.5 * np.tanh(0.5 * scores)  # σ, in the form that is fastest in float32
        error[:, :, : len(around)] -= 1
        rate = rates[0] + (rates[1] - rates[0]) * first / n_groups
        error *= np.float32(-rate) * weight
        _add_rows(W, centres, error @ c)
        _add_rows(C, contexts, error.transpose(0, 2, 1) @ w)
    return loss, pairs


def _step_size(
    corpus: EncodedCorpus, noise: AliasTable, radius: int, negatives: int, rate: float
) -> tuple[int, int]:
    """Say how many centres make a group, and how many groups are computed between two updates.

    Within a step the vectors stand still, so the gradients of a frequent word pile up. Training
    runs away where rate × (gradients of one vector in a step) is too large: on the State of the
    Union beyond about 20, among a handful of words, whose vectors grow long, beyond about 5.
    Half of that is safe.
    """
    share = np.bincount(corpus.ids, minlength=len(noise)).max(initial=1) / max(1, len(corpus.ids))
    per_pair = share + negatives * noise.probabilities().max()
    per_centre = (radius + 1) * per_pair  # a dynamic window has radius + 1 neighbours on average
    safe = 10 if len(noise) > 1_000 else 2.5
    centres = int(np.clip(safe / (rate * per_centre), 1, 1_024))
    return min(GROUP, centres), max(1, centres // GROUP)


def _add_rows(matrix: Matrix, ids: Ids, rows: Matrix) -> None:
    """Add `rows` to the rows `ids` of a matrix; rows of a repeated id all count.

    As a product with a sparse matrix of ones, which gathers the rows of each word, this is
    several times as fast as ``np.add.at``.
    """
    flat = ids.ravel()
    order = np.argsort(flat, kind="stable")
    start = np.flatnonzero(np.diff(flat[order], prepend=-1))  # where each word's places begin
    ones = np.ones(len(flat), dtype=rows.dtype)
    gather = sp.csr_array((ones, order, np.append(start, len(flat))), shape=(len(start), len(flat)))
    matrix[flat[order[start]]] += gather @ rows.reshape(len(flat), -1)
