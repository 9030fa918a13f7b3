"""From a text to documents and words, in two ways: as prose, or line by line.

*Prose* falls into sentences, and these into words in lower case. *Lines* are what a
program has written: one document a line, words between white space, nothing changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias, TypeVar

from edu_w2v import _checks

Word: TypeAlias = Any
"""Mostly a string; but a number, a tuple, whatever can be a key of a dict will do."""

Document: TypeAlias = list[str]
"""What a text is split into: the words of one sentence, or of one line."""

LONGEST_WORD = 1_000  # letters; longer words are cut
SHORT = LONGEST_WORD // 3  # characters; put into small letters, they are not too long
BLOCK = 1 << 20  # characters worked on at a time
LONGEST_STRETCH = 1 << 20  # characters without a space or line end; then it is cut

_LETTER = r"[^\W\d_]"
_MARKS = "".join(
    c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M"
)
WORD = re.compile(  # with ' and accents inside; ++ never looks back, and so is quick
    rf"{_LETTER}++(?:['’]{_LETTER}++|[{_MARKS}]++{_LETTER}*+)*+"
)
ENGLISH = {  # for plain English: small letters, and spaces between words
    c: chr(c).lower() if chr(c).isalpha() else " " for c in range(128)
}
_STOPS, _FULL_WIDTH_STOPS = ".!?…؟۔।", "。！？"
SENTENCE_END = re.compile(  # a full stop counts before white space only, not in 1.5
    rf"[{_STOPS}{_FULL_WIDTH_STOPS}](?:(?=\s)|(?<=[{_FULL_WIDTH_STOPS}]))"
)
_SIGN = rf"[^\w\s\x00-\u02ff{_STOPS}{_FULL_WIDTH_STOPS}]"  # accents are such signs
MANY_SIGNS = re.compile(rf"({_SIGN}{{30}}){_SIGN}+")

_Cut = TypeVar("_Cut", str, list[str])


class Way(NamedTuple):
    """A way of reading: how a text falls into documents, and these into words."""

    documents: Callable[[str], list[str]]
    words: Callable[[str], list[str]]
    longest: int  # words in a document; longer ones are cut


def tokenize(text: str) -> Document:
    """Split a text into lower-case words.

    A word is a run of letters of any alphabet with their accents and vowel signs; an
    apostrophe belongs to it only between letters. Digits, hyphens and punctuation
    separate words, so there are never empty ones. (A number that is one sign, such
    as ½, counts as a letter.) A clause in Chinese, which has no spaces, is one word:
    split such a text with a program made for it, and read it with `stream_lines`.

    Words of more than 1,000 letters are cut. Accents are put into their normal order,
    but of more than 30 in disorder only the first 30 are kept.

    Examples
    --------
    >>> tokenize("Don't  panic: 'Bob' likes pizza-bread, 24/7!")
    ["don't", 'panic', 'bob', 'likes', 'pizza', 'bread']
    """
    return _words(_text(text), PROSE)


def sentences(text: str) -> list[Document]:
    """Split a text into sentences, each a list of lower-case words.

    A sentence ends at ``.``, ``!``, ``?`` or ``…`` followed by white space; at the wide
    ``。``, ``！`` and ``？`` of Chinese and Japanese in any case; or after 1,000 words.
    Sentences without a word are left out. For what a word is, see `tokenize`.

    Examples
    --------
    >>> sentences("Bob likes pizza. Does he? Version 1.5 does!")
    [['bob', 'likes', 'pizza'], ['does', 'he'], ['version', 'does']]
    """
    blocks = (text[i : i + BLOCK] for i in range(0, len(_text(text)), BLOCK))
    return list(split(blocks, PROSE))


def split(blocks: Iterable[str], way: Way) -> Iterator[Document]:
    """Yield the documents of a text that comes in blocks, none empty, none too long.

    They are those of the whole text, wherever its blocks begin.
    """
    begun: Document = []  # the words of a document that may go on in the next block
    for block in _between_words(blocks):
        *complete, last = way.documents(block)
        for piece in complete:
            if begun or len(piece) > SHORT:
                yield from _cut(begun + _words(piece, way), way.longest)
                begun = []
            elif words := way.words(piece):  # the usual case, and a quick one
                yield words
        *full, begun = _cut(begun + _words(last, way), way.longest) or [[]]
        yield from full
    yield from _cut(begun, way.longest)


def _between_words(blocks: Iterable[str]) -> Iterator[str]:
    """Shift the borders of blocks to spaces and line ends: no word is parted."""
    rest = ""
    for block in blocks:
        text = rest + block
        end = max(text.rfind(" "), text.rfind("\n")) + 1
        if len(text) - end > LONGEST_STRETCH:
            end = len(text)
        yield text[:end]
        rest = text[end:]
    yield rest


def _words(text: str, way: Way) -> Document:
    """Return the words of one document, those that are too long in pieces."""
    words = way.words(text)
    if len(text) > SHORT and max(map(len, words), default=0) > LONGEST_WORD:
        return [piece for word in words for piece in _cut(word, LONGEST_WORD)]
    return words


def _cut(what: _Cut, longest: int) -> list[_Cut]:
    """Return a word or a document in pieces of at most this length."""
    return [what[i : i + longest] for i in range(0, len(what), longest)]


def _prose_words(text: str) -> Document:
    """Return the words of prose, those of plain English three times as fast."""
    if text.isascii() and "'" not in text:
        return text.translate(ENGLISH).split()
    return WORD.findall(_plain(text))


def _plain(text: str) -> str:
    """Lower case, apostrophes made plain, accents composed with their letters."""
    text = text.lower().replace("’", "'")
    if unicodedata.is_normalized("NFC", text):
        return text
    # The time to put signs in order grows with the square of how many stand in a row.
    return unicodedata.normalize("NFC", MANY_SIGNS.sub(r"\1", text))


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _text(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(
            f"text must be a string, but is {_checks.shown(text)}; pass one str."
        )
    return text


PROSE = Way(SENTENCE_END.split, _prose_words, longest=1_000)  # as word2vec.c
LINES = Way(_lines, str.split, longest=10_000)  # as gensim's LineSentence
