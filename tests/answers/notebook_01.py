"""Answers to the exercises of notebook 01."""

from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from edu_w2v.cooccurrence import windows
from edu_w2v.corpora import BOB_PIZZA


def with_change(document, place, word):
    """Return the corpus with one word changed."""
    corpus = [list(words) for words in BOB_PIZZA]
    corpus[document][place] = word
    return corpus


def one_by_one(n, radius):
    return sum(1 for i in range(n) for j in range(n) if i != j and abs(i - j) <= radius)


def by_distance(n, radius):
    return 2 * sum(n - k for k in range(1, min(radius, n - 1) + 1))


def by_windows(documents, radius):
    return Counter((w, o) for d in documents for w, near in windows(d, radius) for o in near)


def by_dict(documents, radius):
    table = defaultdict(int)
    for document in documents:
        for i in range(len(document)):
            for j in range(i + 1, min(len(document), i + radius + 1)):
                table[document[i], document[j]] += 1
                table[document[j], document[i]] += 1
    return dict(table)


def both_sides_at_once(documents, radius):
    """Count a word beside itself once where it should be twice."""
    table = Counter()
    for document in documents:
        for i in range(len(document)):
            for j in range(i + 1, min(len(document), i + radius + 1)):
                table.update({(document[i], document[j]), (document[j], document[i])})
    return table


def by_index(documents, radius):
    table = Counter()
    for document in documents:
        for word in document:
            i = document.index(word)
            for j in range(max(0, i - radius), min(len(document), i + radius + 1)):
                if j != i:
                    table[word, document[j]] += 1
    return table


def with_zeros(documents, radius):
    words, table = sorted({w for d in documents for w in d}), by_windows(documents, radius)
    return {(a, b): table[a, b] for a in words for b in words}


def eats_the_documents(documents, radius):
    table = by_windows(documents, radius)
    documents.clear()
    return table


def keeps_its_counter(documents, radius, table=Counter()):  # noqa: B006
    table.update(by_windows(documents, radius))
    return table


def returns_in_the_loop(documents, radius):
    for document in documents:
        return by_windows([document], radius)
    return None


def returns_in_the_inner_loop(documents, radius):
    table = Counter()
    for document in documents:
        for i in range(len(document)):
            for j in range(max(0, i - radius), min(len(document), i + radius + 1)):
                if j != i:
                    table[document[i], document[j]] += 1
                return table
    return table


RIGHT = {
    "q1": [4, 4.0, np.int64(4), np.array(4), Fraction(4), Decimal(4), 2 + 2],
    "q2": [
        with_change(2, 1, "likes"),
        with_change(0, 1, "dislikes"),
        tuple(map(tuple, with_change(0, 1, "dislikes"))),
        np.array(with_change(2, 1, "likes")),
    ],
    "q3": [
        ["a", "a", "b"],
        ["b", "a", "a"],
        ["Bob", "Bob", "likes"],
        ["a", "a", "a"],
        ("a", "a", "b"),
        [1, 1, 2],
    ],
    "q4": [
        one_by_one,
        by_distance,
        lambda n, radius: np.int64(one_by_one(n, radius)),
        lambda n, radius: float(by_distance(n, radius)),
        lambda n, radius: n * (n - 1) if radius >= n else 2 * radius * n - radius * (radius + 1),
    ],
    "q5": [
        by_windows,
        by_dict,
        with_zeros,
        lambda documents, radius: pd.Series(by_dict(documents, radius), dtype=int).to_dict(),
    ],
}
WRONG = {
    "q1": ["4", [4], {"likes": 2, "dislikes": 2}, 1, 5, 7, 12, 16, "likes", None],
    "q2": [
        "likes",
        ["Bob", "likes", "kale"],
        with_change(2, 2, "pizza"),
        with_change(1, 2, "kale"),
        with_change(2, 1, "Bob"),
        with_change(2, 1, "hates"),
        [*with_change(2, 1, "likes")[:3], ["Bob", "likes", "lettuce"]],
        [["Bob", "likes", "kale"]],
        [" ".join(words) for words in with_change(2, 1, "likes")],
        with_change(2, 1, "likes")[::-1],
        7,
    ],
    "q3": [
        ["a", "b", "a", "c"],
        ["a", "b"],
        "a a b",
        ["a a b"],
        3,
        ["a", "a"],
        ["Bob", "likes", "kale"],
    ],
    "q4": [
        lambda n, radius: n * radius,
        lambda n, radius: 2 * radius * n - 2 * radius,
        lambda n, radius: 2 * radius * n - 2 * radius**2,
        lambda n, radius: 2 * radius * n - radius * (radius - 1),
        lambda n, radius: n * (n - 1) if n <= 2 * radius + 1 else one_by_one(n, radius),
        lambda n, radius: one_by_one(n, radius) / 2,
        lambda n, radius: max(0, 2 * radius * n - radius * (radius + 1)),
        lambda n, radius: (n - 2 * radius) * 2 * radius + 2 * sum(range(radius, 2 * radius)),
        lambda n, radius: one_by_one(n, radius) + 1,
    ],
    "q5": [
        both_sides_at_once,
        by_index,
        keeps_its_counter,
        returns_in_the_loop,
        returns_in_the_inner_loop,
        lambda documents, radius: by_windows(documents, radius) + by_windows(documents, radius),
        lambda documents, radius: by_windows(documents, radius - 1) if radius > 1 else {},
        lambda documents, radius: sum(by_windows(documents, radius).values()),
        lambda documents, radius: list(by_windows(documents, radius).elements()),
        lambda documents, radius: by_windows(documents, 1),
        lambda documents, radius: by_windows(documents, min(radius, 5)),
        eats_the_documents,
        lambda documents, radius: {f"{a} {b}": n for (a, b), n in by_windows(documents, radius).items()},
        lambda documents, radius: Counter(w for d in documents for w in d),
        lambda documents, radius: print(by_windows(documents, radius)),
    ],
}
NOT_TOLD = {
    "q1": [(8, "twice in each sentence; neither")],
    "q2": [(with_change(2, 1, "likes")[::-1], "More than one")],
    "q3": [(["a a b"], "All words of your document differ")],
    "q5": [
        (by_index, "own neighbour"),
        (both_sides_at_once, "twice"),
        (keeps_its_counter, "should be a Counter or a dict"),
        (lambda documents, radius: {f"{a} {b}": 1 for a, b in by_windows(documents, radius)}, "keep"),
        (lambda documents, radius: Counter(w for d in documents for w in d), "keep"),
    ],
}
