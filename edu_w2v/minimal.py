"""Word2vec on one page: skip-gram with negative sampling, from sentences to vectors."""

from collections import Counter

import numpy as np


def count_words(sentences):
    """Return the words, the most frequent first, and how often each of them occurs."""
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return words, np.array([counts[word] for word in words])


def noise_distribution(counts):
    """Return how probable each word is as a negative: less unequal than in the text."""
    weights = counts**0.75
    return weights / weights.sum()


def pairs_of(text, radius, rng):
    """List (centre, context) for each word and its neighbours, near ones more often."""
    reach = rng.integers(1, radius, size=len(text), endpoint=True)
    return [
        (text[i], text[j])
        for i in range(len(text))
        for j in range(max(0, i - reach[i]), min(len(text), i + reach[i] + 1))
        if i != j
    ]


def sigmoid(x):
    """Return 1 / (1 + e^(-x)), in a form that cannot overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def update(W, C, centre, positive, negatives, rate):
    """Take one step down the gradient, in place, and return the loss before it."""
    contexts = np.array([positive, *negatives])
    w, c = W[centre], C[contexts]  # c is a copy: the step of w needs C as it was
    scores = c @ w
    error = sigmoid(scores)  # how wrong each bet is: the right answer is 0,
    error[0] -= 1  # but 1 for the positive
    np.subtract.at(C, contexts, rate * np.outer(error, w))  # repeated words add up
    W[centre] -= rate * (error @ c)
    scores[0] *= -1
    return float(np.logaddexp(0, scores).sum())


def train(sentences, dimension, radius, negatives, epochs, learning_rate, seed):
    """Return the words, their vectors, one a row, and the losses on the way."""
    rng = np.random.default_rng(seed)
    words, counts = count_words(sentences)
    id_of = {word: i for i, word in enumerate(words)}
    texts = [[id_of[word] for word in sentence] for sentence in sentences]
    noise = noise_distribution(counts)
    W = (rng.random((len(words), dimension)) - 0.5) / np.sqrt(dimension)
    C = np.zeros_like(W)
    losses, done, total = [], 0, epochs * counts.sum()
    for text in texts * epochs:
        rate = learning_rate * (1 - done / total)
        pairs = pairs_of(text, radius, rng)
        drawn = rng.choice(len(words), size=(len(pairs), negatives), p=noise)
        for (centre, positive), draws in zip(pairs, drawn, strict=True):
            losses.append(update(W, C, centre, positive, draws, rate))
        done += len(text)
    return words, W, losses
