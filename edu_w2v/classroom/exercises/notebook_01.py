"""Exercises of notebook 01: counting neighbours."""

from collections import Counter
from functools import partial
from itertools import chain, permutations
from typing import Any

import numpy as np

from edu_w2v.classroom.exercises import Exercise, OpenQuestion
from edu_w2v.classroom.exercises.comparing import Odd
from edu_w2v.cooccurrence import cooccurrence_matrix, windows
from edu_w2v.corpora import BOB_PIZZA, state_of_the_union

q1 = Exercise(
    solution=4,
    why=(
        "The row of Bob holds likes 2 and dislikes 2. Its sum counts the neighbours that the word had "
        "at all its places: Bob occurs four times, each time with one neighbour. The article's row "
        "sums to 3: there each of the two neighbours counts once, and Bob itself once more."
    ),
    hints=[
        "Which words stand next to Bob, and how often?",
        "Bob occurs four times. How many neighbours has it each time?",
    ],
    mistakes=[
        (
            3,
            "That is the article's row: it has 1 for each of two neighbours, and 1 for Bob itself. "
            "Take the plain counts.",
        ),
        (
            2,
            "That is how many different neighbours Bob has, and also each of its two counts. Add the "
            "two counts.",
        ),
        (
            8,
            "Bob is also counted as its own neighbour, or twice in each sentence, or all words of the "
            "sentence count (radius 2, or by document). None of it is so in the plain counts, radius 1.",
        ),
        (
            6,
            "That is the number of different words around Bob at any distance. With radius 1 only the "
            "verbs stand next to Bob.",
        ),
    ],
    code="2 + 2  # likes and dislikes",
)


def _are_twins(corpus: Any) -> bool:
    vocabulary, counts = cooccurrence_matrix(corpus)
    pizza, kale = vocabulary.encode(["pizza", "kale"])
    return bool((counts[pizza] == counts[kale]).all())


def _changes(corpus: Any) -> int:
    """Return how many of the twelve words differ from the corpus of the series."""
    pairs = zip(chain(*BOB_PIZZA), chain(*corpus), strict=True)
    return sum(a != b for a, b in pairs)


def _only_the_order_is_more(corpus: Any) -> bool:
    """Return whether one change at most is left when the sentences are put in order."""
    return _changes(corpus) > 1 and any(_changes(order) <= 1 for order in permutations(corpus))


def _one_change_makes_twins(corpus: Any, right: Any) -> bool:
    shape = [len(document) for document in corpus] == [3, 3, 3, 3]
    return shape and _changes(corpus) == 1 and _are_twins(corpus)


q2 = Exercise(
    solution=[
        ["Bob", "likes", "pizza"],
        ["Bob", "likes", "wings"],
        ["Bob", "likes", "kale"],
        ["Bob", "dislikes", "lettuce"],
    ],
    why=(
        "Kale's only neighbour is now likes, once, as it is for pizza. Instead, Bob may dislike pizza: "
        "then dislikes is the only neighbour of both. What kale is has not changed; its company has."
    ),
    hints=[
        "Which neighbour has pizza, and which has kale?",
        "Give the two words the same neighbour, by changing the word that stands next to one of them.",
    ],
    mistakes=[
        (
            BOB_PIZZA,
            "Nothing is changed yet: here kale stands next to dislikes, and pizza next to likes.",
        ),
        (
            [
                ["Bob", "likes", "pizza"],
                ["Bob", "likes", "wings"],
                ["Ann", "dislikes", "kale"],
                ["Bob", "dislikes", "lettuce"],
            ],
            "Who dislikes kale does not matter: with radius 1, only the word next to kale is in its "
            "row.",
        ),
        (
            [
                ["Bob", "likes", "pizza"],
                ["Bob", "likes", "wings"],
                ["Bob", "dislikes", "pizza"],
                ["Bob", "dislikes", "lettuce"],
            ],
            "Now kale is in no sentence at all, so it has no row. Change its neighbour, not kale.",
        ),
        (
            [
                ["Bob", "likes", "pizza"],
                ["Bob", "likes", "kale"],
                ["Bob", "dislikes", "kale"],
                ["Bob", "dislikes", "lettuce"],
            ],
            "Kale has likes now, but it still has dislikes too, which pizza has not.",
        ),
    ],
    must=[
        (
            lambda corpus: (
                isinstance(corpus, str) or not any(isinstance(document, str) for document in corpus)
            ),
            "The answer should be a list of four documents, and each of them a list of three words: "
            '"Bob likes kale".split() makes a list of a text.',
        ),
        (
            lambda corpus: [len(document) for document in corpus] == [3, 3, 3, 3],
            "The answer should be the whole corpus: a list of four documents of three words each.",
        ),
        (
            lambda corpus: {"pizza", "kale"} <= set(chain(*corpus)),
            "Pizza and kale must both still occur.",
        ),
        (
            lambda corpus: not _only_the_order_is_more(corpus),
            "The sentences stand in another order. Keep their order, and change one word.",
        ),
        (
            lambda corpus: _changes(corpus) <= 1,
            "More than one of the twelve words is changed; one is enough.",
        ),
        (_are_twins, "The rows of pizza and kale still differ: look at which word stands next to each."),
    ],
    same=_one_change_makes_twins,
    code="""\
[
    ["Bob", "likes", "pizza"],
    ["Bob", "likes", "wings"],
    ["Bob", "likes", "kale"],
    ["Bob", "dislikes", "lettuce"],
]""",
)


def _faulty_windows(document: list[Any], radius: int = 1) -> list[Any]:
    return [
        (
            word,
            [other for j, other in enumerate(document) if 0 < abs(j - document.index(word)) <= radius],
        )
        for word in document
    ]


def _shows_the_fault(document: Any, right: Any) -> bool:
    words = [str(word) for word in document]
    short = isinstance(document, list | tuple) and len(words) <= 3
    return short and _faulty_windows(words) != windows(words)


q3 = Exercise(
    solution=["a", "a", "b"],
    why=(
        "document.index(word) finds the first place of a word. If the word comes again, its second "
        "window is laid around that first place. In this document the second a stands between a and b, "
        "but gets the neighbours of the first a."
    ),
    hints=[
        "Where does document.index(word) look, and what if a word stands in two places?",
        "A word must come twice, and its two places must have different neighbours.",
        'In ["a", "b", "a"] both places of a have the same neighbour. Try other orders.',
    ],
    mistakes=[
        (
            ["a", "b", "a"],
            "You saw that a word must come twice. But here both places of it have the same neighbour, "
            "so nobody notices.",
        ),
        (
            ["a", "b", "c"],
            "With three different words, index finds the right place of each. What must a document have "
            "for index to go wrong?",
        ),
        (
            ["Bob", "likes", "pizza"],
            "This is the document on which it works. What must a document have for index to go wrong?",
        ),
        (["a", "b"], "With two different words, index finds the right place of each."),
        ([], "In a document without words there is nothing to go wrong."),
        (["a"], "A single word has no neighbours, in both ways."),
    ],
    must=[
        (
            lambda document: (
                isinstance(document, list | tuple)
                and all(isinstance(word, str | int | float) for word in document)
            ),
            'The answer should be a document: a list of words, such as ["Bob", "likes", "pizza"].',
        ),
        (
            lambda document: (
                not (len(document) == 1 and isinstance(document[0], str) and " " in document[0])
            ),
            "Your list holds one text. Make it a list of words: each word in quotes of its own.",
        ),
        (lambda document: len(document) <= 3, "At most three words are needed; yours has more."),
        (
            lambda document: len(set(document)) < len(document),
            "All words of your document differ, so index finds the right place of each.",
        ),
        (
            lambda document: _faulty_windows(document) != windows(document),
            "For your document both ways give the same: the two places of the word have the same "
            "neighbours.",
        ),
    ],
    same=_shows_the_fault,
    code='answer = ["a", "a", "b"]',
)


def number_of_pairs(n: int, radius: int) -> int:
    """Return how many ordered pairs n words give: all but those that two ends take away."""
    r = min(radius, max(n - 1, 0))
    return 2 * r * n - r * (r + 1)


def _wrong_ends(n: int, radius: int, taken: Any, cut: bool) -> int:
    """Return the number of pairs if something else is taken away at the two ends."""
    r = min(radius, n - 1) if cut else radius
    return 2 * r * n - taken(r)


_ENDS = [
    (
        lambda r: 2 * r,
        "At each end only r neighbours are taken away, as if the first and the last word alone had too "
        "few. The second word lacks r − 1 of them, and so on: each end lacks 1 + 2 + … + r.",
    ),
    (
        lambda r: 2 * r * r,
        "That is as if each of the r words at an end lacked r neighbours. The first one does; the "
        "second lacks one fewer, and so on.",
    ),
    (
        lambda r: r * (r - 1),
        "That is as if the first word lacked r − 1 neighbours, the second r − 2, and so on. But the "
        "first word has none at all on its left: it lacks r.",
    ),
]
_LONG = " And a radius beyond n − 1 finds no more words than n − 1 does."

q4 = Exercise(
    solution=number_of_pairs,
    why=(
        "If the text had no ends, each of n words would have 2r neighbours. At the left end the first "
        "word lacks r of them, the second r − 1, and so on down to 1: r (r + 1) / 2 are missing, and "
        "as many at the right end. So there are 2 r n − r (r + 1) pairs. A radius beyond n − 1 finds "
        "no more words than n − 1 does."
    ),
    hints=[
        "If the text had no ends, how many neighbours would n words have in all?",
        "At the left end, the first word lacks `radius` neighbours, the second one fewer, and so on.",
        "1 + 2 + … + r is r (r + 1) / 2, and there are two ends.",
        "A radius that is longer than the document finds what radius n − 1 finds: use min.",
    ],
    mistakes=[
        (
            lambda n, radius: 2 * radius * n,
            "The ends are forgotten: words near them have fewer neighbours.",
        ),
        (
            lambda n, radius: 2 * radius * n - radius * (radius + 1),
            "Right where the radius is shorter than the document. If it is longer, you take away more "
            "than there is: a radius beyond n − 1 finds no more words.",
        ),
        (
            lambda n, radius: (
                (2 * min(radius, n - 1) * n - min(radius, n - 1) * (min(radius, n - 1) + 1)) // 2
            ),
            "Pairs are ordered: (a, b) and (b, a) are two pairs.",
        ),
        (
            lambda n, radius: (
                2 * min(radius, n - 1) * n - min(radius, n - 1) * (min(radius, n - 1) + 1) // 2
            ),
            "Only one end is taken away; the text has two.",
        ),
        (
            lambda n, radius: n * (n - 1),
            "That is every word with every other: by document, not by window.",
        ),
        (
            lambda n, radius: 2 * min(radius, n - 1) * n,
            "The radius is cut to the document, but the ends are forgotten: words near them have fewer.",
        ),
        (
            lambda n, radius: (
                (2 * min(radius, n - 1) + 1) * n - min(radius, n - 1) * (min(radius, n - 1) + 1)
            ),
            "Each word is counted as its own neighbour; leave it out.",
        ),
        (
            lambda n, radius: (
                n * (n - 1) if n <= 2 * radius + 1 else 2 * radius * n - radius * (radius + 1)
            ),
            "You give n (n − 1) where the document is no longer than the window, 2 radius + 1. But all "
            "words meet only if the radius reaches from one end to the other: if it is n − 1 or more.",
        ),
        *(
            (partial(_wrong_ends, taken=taken, cut=cut), diagnosis + ("" if cut else _LONG))
            for taken, diagnosis in _ENDS
            for cut in (True, False)
        ),
    ],
    trials=[(n, radius) for n in (1, 2, 3, 5, 8, 12) for radius in (1, 2, 3, 5, 9, 20)],
)


def count_pairs(documents: list[list[str]], radius: int) -> Counter[tuple[str, str]]:
    """Count how often each word (first) stands near each other one (second)."""
    return Counter(
        (word, document[j])
        for document in documents
        for i, word in enumerate(document)
        for j in range(max(0, i - radius), min(len(document), i + radius + 1))
        if j != i
    )


def _random_documents(rng: np.random.Generator) -> tuple[list[list[str]], int]:
    lengths = rng.integers(1, 6, size=rng.integers(1, 4))
    documents = [[str(word) for word in rng.choice(list("abc"), n)] for n in lengths]
    return documents, int(rng.integers(1, 5))


def _counted(documents: list[list[str]], radius: int, window: Any) -> dict[Any, int]:
    """Count pairs by a wrong window, which lists the places near place i of n."""
    places = (
        (document[i], document[j])
        for document in documents
        for i in range(len(document))
        for j in window(i, len(document))
    )
    return dict(Counter(places))


def _by_index(documents: list[list[str]], radius: int) -> dict[Any, int]:
    """Lay each window around the first place of its word."""
    places = (
        (word, document[j])
        for document in documents
        for word in document
        for i in [document.index(word)]
        for j in range(max(0, i - radius), min(len(document), i + radius + 1))
        if j != i
    )
    return dict(Counter(places))


def _right_counts(documents: list[list[str]], radius: int) -> dict[Any, int]:
    return dict(count_pairs(documents, radius))


def _of_these_words(pairs: Any, documents: list[list[str]], radius: int) -> bool:
    """Return whether all words of the pairs are in the documents."""
    words = {*chain(*documents)}
    in_pairs = chain(*(pair for pair in pairs if isinstance(pair, tuple)))
    return all(word in words for word in in_pairs if isinstance(word, str))


def _same_counts(mine: Any, right: Any) -> bool:
    """Compare counts; a pair that is not there has 0."""
    return {pair: n for pair, n in mine.items() if n} == dict(right)


q5 = Exercise(
    solution=count_pairs,
    why=(
        "For place i, the places from i − radius to i + radius are near, cut at both ends of the "
        "document, and i itself is left out. The same word at another place is a neighbour like any "
        "other."
    ),
    hints=[
        "Three loops: over the documents, over the places i of the words, over the places j near i.",
        "The places near i go from max(0, i - radius) to min(len(document), i + radius + 1), without i.",
        "A Counter starts from 0 by itself: pairs[word, neighbour] += 1.",
    ],
    mistakes=[
        (
            lambda documents, radius: _counted(
                documents,
                radius,
                lambda i, n: [j for j in range(max(0, i - radius), min(n, i + radius)) if j != i],
            ),
            "One neighbour on the right is missing: the end of a range is not part of it.",
        ),
        (
            lambda documents, radius: _counted(
                documents, radius, lambda i, n: range(max(0, i - radius), min(n, i + radius + 1))
            ),
            "Each word is counted as its own neighbour; leave place i out.",
        ),
        (
            lambda documents, radius: _counted(
                documents, radius, lambda i, n: range(i + 1, min(n, i + radius + 1))
            ),
            "Only the neighbours on the right are counted; the table has both (a, b) and (b, a).",
        ),
        (
            lambda documents, radius: _counted(
                documents, radius, lambda i, n: range(max(0, i - radius), i)
            ),
            "Only the neighbours on the left are counted; the table has both (a, b) and (b, a).",
        ),
        (
            lambda documents, radius: _counted(
                documents, radius, lambda i, n: [j for j in range(n) if j != i]
            ),
            "All words of the document count as near; let the window end after `radius` places.",
        ),
        (
            lambda documents, radius: _counted(
                documents,
                radius,
                lambda i, n: [
                    j for j in range(i - radius, min(n, i + radius + 1)) if j != i and j >= -n
                ],
            ),
            "A place below 0 counts from the end of the list for Python; start at max(0, i - radius).",
        ),
        (
            lambda documents, radius: dict(
                Counter(
                    (word, other)
                    for document in documents
                    for i, word in enumerate(document)
                    for other in document[i - radius : i] + document[i + 1 : i + 1 + radius]
                )
            ),
            "A slice that begins below 0 counts from the end of the list for Python, and neighbours "
            "are lost; begin at max(0, i - radius).",
        ),
        (
            lambda documents, radius: {
                pair: n for pair, n in count_pairs(documents, radius).items() if pair[0] != pair[1]
            },
            "Leave out the *place* i, not the word: the same word at another place is a neighbour like "
            "any other.",
        ),
        (
            lambda documents, radius: dict.fromkeys(count_pairs(documents, radius), 1),
            "Every pair has 1: that says whether two words meet. Add 1 each time that they do.",
        ),
        (
            lambda documents, radius: dict(count_pairs([[*chain(*documents)]], radius)),
            "The windows reach from one document into the next; start anew with each document.",
        ),
        (
            lambda documents, radius: dict(count_pairs(documents[-1:], radius)),
            "Only the last document is counted: make the Counter once, before the loop.",
        ),
        (
            _by_index,
            "A word that comes again gets the window of its first place once more: document.index finds "
            "no other. That is the fault of exercise 3.",
        ),
        (
            lambda documents, radius: _right_counts(documents[:1], radius),
            "Only the first document is counted. Does `return` stand inside a loop?",
        ),
        (
            lambda documents, radius: _counted(
                documents[:1],
                radius,
                lambda i, n: [j for j in range(1, min(n, radius + 1)) if i == 0],
            ),
            "Only the first word of the first document is counted. Does `return` stand inside a loop?",
        ),
        (
            lambda documents, radius: dict.fromkeys([*_right_counts(documents, radius)][:1], 1),
            "Only one pair is counted, the first. Does `return` stand inside a loop?",
        ),
        (
            lambda documents, radius: {
                pair: 2 * n for pair, n in _right_counts(documents, radius).items()
            },
            "Each number is 2 times what it should be. If you go through all places and look to both "
            "sides, then (a, b) and (b, a) come by themselves, each in its turn.",
        ),
        (
            lambda documents, radius: _right_counts(documents, radius - 1),
            "The window is one place too short on both sides: a word at distance `radius` is near too.",
        ),
    ],
    must=[
        (
            _of_these_words,
            "Some pairs have words that are not in these documents. Does your Counter keep the counts "
            "of the call before? Then make it new inside the function.",
        ),
        (
            lambda pairs, documents, radius: (
                isinstance(pairs, dict)
                or (isinstance(pairs, Odd) and pairs.kind.startswith("too large"))
            ),
            "The result should be a Counter or a dict, with pairs (word, neighbour) as keys.",
        ),
        (
            lambda pairs, documents, radius: all(
                isinstance(pair, tuple) and len(pair) == 2 for pair in pairs
            ),
            "The keys should be pairs (word, neighbour).",
        ),
        (
            lambda pairs, documents, radius: any(pairs.values()) or not count_pairs(documents, radius),
            "No pair is counted, though there are some. Does `return` stand inside a loop?",
        ),
        (
            lambda pairs, documents, radius: all(map(pairs.get, count_pairs(documents, radius))),
            "At least one pair of words that are near each other is missing.",
        ),
        (
            lambda pairs, documents, radius: (
                {pair for pair, n in pairs.items() if n} <= {*count_pairs(documents, radius)}
            ),
            "At least one pair is counted though its words are never near each other.",
        ),
        (
            lambda pairs, documents, radius: documents != [["a", "a"]] or pairs["a", "a"] == 2,
            'In ["a", "a"] each a is the neighbour of the other, so the pair ("a", "a") should be 2.',
        ),
        (
            lambda pairs, documents, radius: all(
                pairs[pair] >= n for pair, n in count_pairs(documents, radius).items()
            ),
            "The pairs are the right ones, but at least one number is too small.",
        ),
        (
            lambda pairs, documents, radius: all(
                pairs[pair] <= n for pair, n in count_pairs(documents, radius).items()
            ),
            "The pairs are the right ones, but at least one number is too large.",
        ),
    ],
    trials=[
        ([["a"]], 1),
        ([["a", "b"]], 1),
        ([["a", "b", "c"]], 1),
        ([["a", "b", "c", "d", "e"]], 2),
        ([["a", "a"]], 1),
        ([["a", "b", "a"]], 2),
        ([["a", "b"], ["c"]], 1),
        (BOB_PIZZA, 1),
        (BOB_PIZZA, 2),
        (state_of_the_union()[:8], 5),
        ([list("abcdefghij")], 8),
    ],
    random_trials=_random_documents,
    same=_same_counts,
    seconds=15,
)

q6 = OpenQuestion(
    "A cell such as:\n"
    "from ipywidgets import interact\n"
    "def left(min_count):\n"
    " v = Vocabulary(sentences, min_count)\n"
    " print(len(v), round(v.counts.sum() / n_words, 3))\n"
    "interact(left, min_count=(1, 20));\n"
    "From 1 to 5, V falls from 25,391 to 11,835, and 98.8 % of the text is left: many rows are saved, "
    "and nearly no text is lost. With 20, 5,944 words are left; each is known from at least twenty "
    "places, but words that one may want to ask for are gone. With 1,000 only the most frequent words "
    "would be left. So 5 is a compromise: with 1, most rows rest on a handful of places, and say "
    "more about chance than about the word.",
    hints=["Move the slider from 1 to 5 first: what falls fast, and what hardly falls?"],
)
