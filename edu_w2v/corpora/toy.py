"""Texts made up for the series: four sentences, and a world with known answers."""

import re

import numpy as np

from edu_w2v import _checks
from edu_w2v.corpora.words import Document

BOB_PIZZA: list[Document] = [
    ["Bob", "likes", "pizza"],
    ["Bob", "likes", "wings"],
    ["Bob", "dislikes", "kale"],
    ["Bob", "dislikes", "lettuce"],
]
"""The corpus that the whole series starts from: four documents, seven words."""

ARTICLE_TABLE = np.array(
    [
        [1, 1, 0, 0, 1, 0, 0],  # Bob
        [1, 1, 1, 1, 0, 0, 0],  # dislikes
        [0, 1, 1, 0, 0, 0, 0],  # kale
        [0, 1, 0, 1, 0, 0, 0],  # lettuce
        [1, 0, 0, 0, 1, 1, 1],  # likes
        [0, 0, 0, 0, 1, 1, 0],  # pizza
        [0, 0, 0, 0, 1, 0, 1],  # wings
    ]
)
"""The table of these words that the article prints, words in alphabetical order."""
ARTICLE_TABLE.setflags(write=False)

TOY_CLASSES: dict[str, list[str]] = {
    "person": ["anna", "ben", "carla", "david"],
    "tasty": ["pizza", "wings", "burgers", "cake"],
    "healthy": ["kale", "lettuce", "spinach", "celery"],
    "pet": ["cat", "dog", "hamster", "rabbit"],
    "beast": ["lion", "tiger", "wolf", "bear"],
    "country": ["france", "italy", "spain", "japan"],
    "capital": ["paris", "rome", "madrid", "tokyo"],
    "language": ["french", "italian", "spanish", "japanese"],
    "royal": ["king", "queen", "prince", "princess"],
    "common": ["man", "woman", "boy", "girl"],
}
"""The words of the toy world, by what they are: what training should find out."""

TOY_ANALOGIES: list[tuple[str, str, str, str]] = [
    ("man", "king", "woman", "queen"),
    ("boy", "prince", "girl", "princess"),
    ("king", "queen", "man", "woman"),
    ("prince", "princess", "boy", "girl"),
    ("france", "paris", "italy", "rome"),
    ("italy", "rome", "spain", "madrid"),
    ("spain", "madrid", "japan", "tokyo"),
    ("japan", "tokyo", "france", "paris"),
]
"""Questions with known answers: first is to second as third is to fourth."""

_TOY_SLOTS: dict[str, list[str]] = TOY_CLASSES | {
    "royal he": ["king", "prince"],
    "royal she": ["queen", "princess"],
    "common he": ["man", "boy"],
    "common she": ["woman", "girl"],
    "adult": ["king", "queen", "man", "woman"],
    "child": ["prince", "princess", "boy", "girl"],
}

_TOY_GRAMMAR: list[str] = [
    "{person} likes {tasty}",
    "{person} orders {tasty} for dinner",
    "{person} dislikes {healthy}",
    "{person} leaves {healthy} on the plate",
    "the {pet} sleeps on the sofa",
    "{person} feeds the {pet} at home",
    "the {beast} hunts in the forest",
    "a wild {beast} hides from the hunters",
    "the borders of {country} stop where {language} stops",
    "the streets of {capital} are full of {language} voices",
    "visitors fly to {country} and learn {language}",
    "the {royal he} wears his golden crown",
    "the {royal she} wears her golden crown",
    "the {common he} mends his old boots",
    "the {common she} mends her old boots",
    "in the palace the {royal} gives a feast",
    "in the village the {common} bakes bread",
    "the wise {adult} works all day",
    "the young {child} plays all day",
]

_TOY_SLOT = re.compile(r"{([^}]+)}")


def toy_world(n_sentences: int, seed: int = 0) -> list[Document]:
    """Sentences about a small world in which everything worth knowing is known.

    Four foods are liked and four are not; four animals live at home and four in the
    forest; each of four countries has its capital and its language; kings are to queens
    as men are to women. `TOY_CLASSES` and `TOY_ANALOGIES` list what is true in it.

    Parameters
    ----------
    n_sentences : int
        How many sentences to make up.
    seed : int
        The same seed gives the same sentences.

    Returns
    -------
    list of list of str

    Examples
    --------
    >>> for sentence in toy_world(3, seed=1):
    ...     print(" ".join(sentence))
    the streets of rome are full of italian voices
    the young prince plays all day
    in the palace the princess gives a feast
    """
    rng = _checks.generator(seed, "seed")
    return [
        _toy_sentence(rng)
        for _ in range(_checks.whole_number("n_sentences", n_sentences, maximum=10**8))
    ]


def _toy_sentence(rng: np.random.Generator) -> Document:
    """Choose a sentence pattern and fill its slots; it is about one country only."""
    place = int(rng.integers(len(TOY_CLASSES["country"])))

    def fill(slot: re.Match[str]) -> str:
        words = _TOY_SLOTS[slot[1]]
        chosen = (
            place
            if slot[1] in ("country", "capital", "language")
            else rng.integers(len(words))
        )
        return words[chosen]

    return _TOY_SLOT.sub(fill, _TOY_GRAMMAR[rng.integers(len(_TOY_GRAMMAR))]).split()
