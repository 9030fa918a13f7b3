"""Answers to the exercises of notebook 06."""

import math
from collections import Counter

import numpy as np

from edu_w2v import minimal


def one_by_one(W, C, centre, neighbours, negatives, rate):
    w, before, move = W[centre].copy(), C.copy(), 0 * W[centre]
    for kind, words in (1, neighbours), (0, negatives):
        for word in words:
            times = 1 if kind else len(neighbours)
            error = times * (1 / (1 + math.exp(-before[word] @ w)) - kind)
            move = move + error * before[word]
            C[word] -= rate * error * w
    W[centre] -= rate * move
    return [W, C]


def two_lists(W, C, centre, neighbours, negatives, rate):
    w, m = np.array(W[centre]), len(neighbours)
    pull = -minimal.sigmoid(-(C[neighbours] @ w))
    push = m * minimal.sigmoid(C[negatives] @ w)
    step = pull @ C[neighbours] + push @ C[negatives]
    np.add.at(C, neighbours, -rate * np.outer(pull, w))
    np.add.at(C, negatives, -rate * np.outer(push, w))
    W[centre] = w - rate * step
    return W, C


def halved(W, C, centre, neighbours, negatives, rate):
    return one_by_one(W, C, centre, neighbours, negatives, rate / 2)


def exchanged(W, C, centre, neighbours, negatives, rate):
    return one_by_one(W, C, centre, neighbours, negatives, rate)[::-1]


def without_w(W, C, centre, neighbours, negatives, rate):
    start = W.copy()
    return start, one_by_one(W, C, centre, neighbours, negatives, rate)[1]


def returned_nothing(W, C, centre, neighbours, negatives, rate):
    one_by_one(W, C, centre, neighbours, negatives, rate)


def the_page(sentences, dimension, radius, K, epochs, learning_rate, seed):
    rng = np.random.default_rng(seed)
    words, counts = minimal.count_words(sentences)
    noise, done = minimal.noise_distribution(counts), 0
    W = rng.uniform(-0.5, 0.5, (len(words), dimension)) / dimension**0.5
    C = np.zeros_like(W)
    for sentence in sentences * epochs:
        rate = learning_rate * (1 - done / (epochs * counts.sum()))
        for centre, context in minimal.pairs_of([words.index(w) for w in sentence], radius, rng):
            draws = rng.choice(len(words), size=K, p=noise)
            minimal.update(W, C, centre, context, draws, rate)
        done += len(sentence)
    return words, W, C


def at_even_rate(sentences, dimension, radius, K, epochs, learning_rate, seed):
    """Another order of words, windows that do not change, a rate that does not fall."""
    rng = np.random.default_rng(seed)
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts)
    noise = minimal.noise_distribution(np.array([counts[word] for word in words]))
    W, C = rng.normal(scale=0.1, size=(len(words), dimension)), np.zeros((len(words), dimension))
    for sentence in sentences * epochs:
        ids = [words.index(word) for word in sentence]
        for i, centre in enumerate(ids):
            near = ids[max(0, i - radius) : i] + ids[i + 1 : i + 1 + radius]
            draws = rng.choice(len(words), size=K, p=noise)
            two_lists(W, C, centre, np.array(near), draws, learning_rate / 2)
    return words, W.tolist(), C.tolist()


def uphill(sentences, dimension, radius, K, epochs, learning_rate, seed):
    return the_page(sentences, dimension, radius, K, epochs, -learning_rate, seed)


def transposed(sentences, dimension, radius, K, epochs, learning_rate, seed):
    words, W, C = the_page(sentences, dimension, radius, K, 1, learning_rate, seed)
    return words, W.T, C.T


def without_words(sentences, dimension, radius, K, epochs, learning_rate, seed):
    return the_page(sentences, dimension, radius, K, 1, learning_rate, seed)[1:]


def neighbours_pushed(sentences, dimension, radius, K, epochs, learning_rate, seed):
    """The right answers of the bets are exchanged: 0 for the neighbour, 1 for the draws."""
    rng = np.random.default_rng(seed)
    words, counts = minimal.count_words(sentences)
    noise = minimal.noise_distribution(counts)
    W = rng.uniform(-0.5, 0.5, (len(words), dimension)) / dimension**0.5
    C = np.zeros_like(W)
    for sentence in sentences * epochs:
        for centre, context in minimal.pairs_of([words.index(w) for w in sentence], radius, rng):
            ids = np.array([context, *rng.choice(len(words), size=K, p=noise)])
            w, c = W[centre].copy(), C[ids]
            error = minimal.sigmoid(c @ w) - 1
            error[0] += 1
            np.subtract.at(C, ids, learning_rate / 2 * np.outer(error, w))
            W[centre] -= learning_rate / 2 * error @ c
    return words, W, C


def c_first(sentences, dimension, radius, K, epochs, learning_rate, seed):
    words, W, C = the_page(sentences, dimension, radius, K, epochs, learning_rate, seed)
    return words, C, W


def zero(sentences, dimension, radius, K, epochs, learning_rate, seed):
    words, W, C = the_page(sentences, dimension, radius, K, 1, 0.0, seed)
    return words, 0 * W, C


def with_losses(sentences, dimension, radius, K, epochs, learning_rate, seed):
    return *the_page(sentences, dimension, radius, K, 1, learning_rate, seed), []


def for_w_only(W, C, centre, neighbours, negatives, rate):
    moved = one_by_one(W.copy(), C.copy(), centre, neighbours, negatives, rate)[0]
    w, before = W[centre].copy(), C.copy()
    for kind, words in (1, neighbours), (0, negatives):
        for word, score in zip(words, before[words] @ w, strict=True):
            C[word] = C[word] - rate * (1 / (1 + math.exp(-score)) - kind) * w
    return moved, C


def averaged(W, C, centre, neighbours, negatives, rate):
    return one_by_one(W, C, centre, neighbours, negatives, rate / len(neighbours))


def keeping_error_0(W, C, centre, neighbours, negatives, rate):
    ids = np.array([*neighbours, *negatives])
    error = minimal.sigmoid(C[ids] @ W[centre])
    error[0] -= 1
    error[len(neighbours) :] *= len(neighbours)
    step = error @ C[ids]
    np.subtract.at(C, ids, rate * np.outer(error, W[centre]))
    W[centre] -= rate * step
    return W, C


def repeats_lost_in_two_lists(W, C, centre, neighbours, negatives, rate):
    w, m = np.array(W[centre]), len(neighbours)
    pull = -minimal.sigmoid(-(C[neighbours] @ w))
    push = m * minimal.sigmoid(C[negatives] @ w)
    step = pull @ C[neighbours] + push @ C[negatives]
    np.add.at(C, neighbours, -rate * np.outer(pull, w))
    C[negatives] -= rate * np.outer(push, w)
    W[centre] = w - rate * step
    return W, C


def page_with(**changes):
    """Return the page with some of its arguments replaced, as if they were ignored."""

    def train(sentences, dimension, radius, K, epochs, learning_rate, seed):
        given = {"dimension": dimension, "radius": radius, "K": K, "epochs": epochs}
        given |= {name: new(given[name]) if callable(new) else new for name, new in changes.items()}
        return the_page(sentences, **given, learning_rate=learning_rate, seed=seed)

    return train


def _with_update(update):
    """Return a trainer around another update, which gets W, C, a centre, contexts and the rate."""

    def train(sentences, dimension, radius, K, epochs, learning_rate, seed):
        rng = np.random.default_rng(seed)
        words, counts = minimal.count_words(sentences)
        noise, texts = minimal.noise_distribution(counts), sentences * epochs
        W = rng.uniform(-0.5, 0.5, (len(words), dimension)) / dimension**0.5
        C = np.zeros_like(W)
        for done, sentence in enumerate(texts):
            rate = learning_rate * (1 - done / len(texts))
            for centre, context in minimal.pairs_of([words.index(w) for w in sentence], radius, rng):
                ids = np.array([context, *rng.choice(len(words), size=K, p=noise)])
                update(W, C, centre, ids, rate)
        return words, W, C

    return train


@_with_update
def repeats_lost(W, C, centre, ids, rate):
    w, c = W[centre].copy(), C[ids]
    error = minimal.sigmoid(c @ w)
    error[0] -= 1
    C[ids] -= rate * np.outer(error, w)
    W[centre] -= rate * (error @ c)


@_with_update
def w_first(W, C, centre, ids, rate):
    w, c = W[centre], C[ids]
    error = minimal.sigmoid(c @ w)
    error[0] -= 1
    W[centre] -= rate * (error @ c)
    np.subtract.at(C, ids, rate * np.outer(error, w))


@_with_update
def in_one_matrix(W, C, centre, ids, rate):
    w, c = W[centre].copy(), W[ids]
    error = minimal.sigmoid(c @ w)
    error[0] -= 1
    np.subtract.at(W, ids, rate * np.outer(error, w))
    W[centre] -= rate * (error @ c)


RIGHT = {
    "q1": [8, 8.0, 2 * 3 + 2 * 2 / 2],
    "q2": [0.0375, 0.1 * 1.5 / 4, 3 / 80],
    "q3": [6, 6.0],
    "q4": [
        lambda share, noise, K: -math.log(K * noise * (1 / share - 1)),
        lambda share, noise, K: np.log(share) - np.log(K) - np.log(noise) - np.log1p(-share),
    ],
    "q5": [one_by_one, two_lists],
    "q6": [the_page, at_even_rate],
}
WRONG = {
    "q1": ["8", 7, 9, 3, 2, None],
    "q2": [0.03, 3.75, 0.375, 0.0625, "0.0375", 0],
    "q3": ["6", "line 6", 7, 3, 10, 0, True],
    "q4": [
        lambda share, noise, K: share / (K * noise * (1 - share)),
        lambda share, noise, K: math.log2(share / (K * noise * (1 - share))),
        lambda share, noise, K: math.log((1 - share) * K * noise / share),
        lambda share, noise, K: np.clip(np.log(share / (K * noise * (1 - share))), -6, 6),
        lambda share, noise, K: min(8, math.log(share / (K * noise * (1 - share)))),
        lambda share, noise, K: math.log(share / (K * noise * (1 - share) + 1e-9)),
        lambda share, noise, K: math.log(share / (share + K * noise * (1 - share))),
    ],
    "q5": [
        halved,
        exchanged,
        without_w,
        returned_nothing,
        for_w_only,
        averaged,
        keeping_error_0,
        repeats_lost_in_two_lists,
    ],
    "q6": [
        uphill,
        transposed,
        without_words,
        neighbours_pushed,
        c_first,
        zero,
        with_losses,
        page_with(dimension=lambda d: d + 4),
        page_with(dimension=30),
        page_with(dimension=16),
        page_with(K=5),
        page_with(K=1),
        page_with(epochs=1),
        page_with(epochs=3),
        page_with(epochs=20),
        page_with(radius=1),
        repeats_lost,
        w_first,
        in_one_matrix,
    ],
}
NOT_TOLD = {
    "q1": [(12, "That pairs all with all."), (7, "twice too")],
    "q3": [(0, "too small")],
    "q6": [
        (page_with(radius=1), "have lower scores than words"),
        (in_one_matrix, "nothing was trained"),
        (w_first, "The classes come out in part"),
        (page_with(epochs=1), "for each centre?"),
    ],
}
