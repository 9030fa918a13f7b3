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
    words, W, _ = minimal.train(sentences, dimension, radius, K, epochs, learning_rate, seed)
    return words, W


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
    return words, W.tolist()


def uphill(sentences, dimension, radius, K, epochs, learning_rate, seed):
    return the_page(sentences, dimension, radius, K, epochs, -learning_rate, seed)


def transposed(sentences, dimension, radius, K, epochs, learning_rate, seed):
    words, W = the_page(sentences, dimension, radius, K, 1, learning_rate, seed)
    return words, W.T


def without_words(sentences, dimension, radius, K, epochs, learning_rate, seed):
    return the_page(sentences, dimension, radius, K, 1, learning_rate, seed)[1]


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
    "q1": ["8", 7, 9, 3, None],
    "q2": [0.03, 3.75, 0.0625, "0.0375", 0],
    "q3": ["6", 7, 3, 10, True],
    "q4": [
        lambda share, noise, K: share / (K * noise * (1 - share)),
        lambda share, noise, K: math.log2(share / (K * noise * (1 - share))),
        lambda share, noise, K: math.log((1 - share) * K * noise / share),
    ],
    "q5": [halved, exchanged, without_w, returned_nothing],
    "q6": [uphill, transposed, without_words],
}
