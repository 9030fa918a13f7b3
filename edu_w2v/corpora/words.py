"""From a text to documents and words, in two ways: as prose, or line by line.

*Prose* falls into sentences, and these into words in lower case. *Lines* are what a
program has written: one document a line, words between white space, nothing changed.
"""

import re
import string
import unicodedata
from collections.abc import Callable, Generator, Iterable, Iterator
from inspect import GEN_CREATED, getgeneratorstate
from typing import Any, NamedTuple, TypeAlias, TypeVar

from edu_w2v import _checks

Word: TypeAlias = Any
"""Mostly a string; but a number, a tuple, whatever can be a key of a dict will do."""

Document: TypeAlias = list[str]
"""What a text is split into: the words of one sentence, or of one line."""

LONGEST_WORD = 1_000  # letters; longer words are cut
BLOCK = 1 << 16  # characters worked on at a time, which fit in a processor's cache
LONGEST_STRETCH = 1 << 20  # characters without a space or line end; then it is cut

_LETTER = r"[^\W\d_]"
_MARKS = "".join(
    c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M"
)
WORD = re.compile(  # with ' and accents inside; ++ never looks back, and so is quick
    rf"{_LETTER}++(?:['’]{_LETTER}++|[{_MARKS}]++{_LETTER}*+)*+"
)
_STOPS, _FULL_WIDTH_STOPS = ".!?…؟۔।", "。！？"
SENTENCE_END = re.compile(  # a full stop counts before white space only, not in 1.5
    rf"[{_STOPS}{_FULL_WIDTH_STOPS}](?:(?=\s)|(?<=[{_FULL_WIDTH_STOPS}]))"
)
_SIGN = rf"[^\w\s\x00-\u02ff{_STOPS}{_FULL_WIDTH_STOPS}]"  # accents are such signs
MANY_SIGNS = re.compile(rf"({_SIGN}{{30}}){_SIGN}+")
ANY_WORD, FOREIGN_SPACE = re.compile(r"\S+"), re.compile(r"[^\S\x00-\x7f]")

# Plain English needs few searches: a table has what becomes of each sign of ASCII.
BREAK = "\t"  # parts words, but ends no sentence
_KEPT = {c: c.lower() for c in string.ascii_letters + "'"}
_KEPT |= {c: " " for c in map(chr, range(128)) if c.isspace()}
_KEPT |= dict.fromkeys(".!?", ".")
ENGLISH = "".join(_KEPT.get(chr(c), BREAK) for c in range(256)).encode()
LOOSE_STOP = re.compile(r"\.(?! )")
LOOSE_APOSTROPHE = re.compile(r"'(?!(?<=[a-z]')[a-z])")
TYPED = {"’": "'", "‘": "`", "“": '"', "”": '"', "–": "-", "—": "-", "…": "!"}
"""Signs of typesetting, and what a typewriter has for them."""

_Piece = TypeVar("_Piece", str, list[str])


class Way(NamedTuple):
    """A way of reading: how a text falls into documents, and these into words."""

    spaced: Callable[[str], str]  # puts documents on lines, white space between words
    longest: int  # words in a document; longer ones are cut


class Text(Iterator[Document]):
    """The documents of a text, one at a time: none is empty, none is too long.

    Attributes
    ----------
    blocks : iterable of str
        The text as `spaced` makes it, for who can read it faster.
    longest : int
        Words in a document; longer ones are cut.
    """

    def __init__(self, blocks: Iterable[str], longest: int) -> None:
        self.blocks, self.longest = blocks, longest
        self._documents = self._split()

    def __iter__(self) -> Iterator[Document]:
        return self._documents

    def __next__(self) -> Document:
        return next(self._documents)

    @property
    def untouched(self) -> bool:
        """Say whether no document has been asked for yet."""
        return getgeneratorstate(self._documents) == GEN_CREATED

    def _split(self) -> Generator[Document, None, None]:
        begun: Document = []  # the words of a document that may go on in the next block
        for block in self.blocks:
            *lines, last = block.split("\n")
            for line in lines:
                words = line.split()
                if begun:
                    words, begun = begun + words, []
                if len(words) > self.longest:
                    yield from _cut(words, self.longest)
                elif words:
                    yield words
            *full, begun = _cut(begun + last.split(), self.longest) or [[]]
            yield from full


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
    return _short(_prose(_text(text))).split()


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


def split(blocks: Iterable[str], way: Way) -> Text:
    """Return the documents of a text that comes in blocks.

    They are those of the whole text, wherever its blocks begin.
    """
    return Text(spaced(blocks, way), way.longest)


def spaced(blocks: Iterable[str], way: Way) -> Iterator[str]:
    """Yield a text with a document on each line, and white space between its words.

    Blocks begin and end between words, and a document may go on in the next block.
    """
    for block in _between_words(blocks):
        yield _short(way.spaced(block))
    yield "\n"


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


def _short(text: str) -> str:
    """Cut words that are too long."""
    start = 0
    while len(text) - start > LONGEST_WORD:
        end = start + LONGEST_WORD + 1
        start = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1
        if start == 0:  # there may be one
            return ANY_WORD.sub(_pieces, text)
    return text


def _pieces(word: re.Match[str]) -> str:
    return " ".join(_cut(word[0], LONGEST_WORD))


def _cut(what: _Piece, longest: int) -> list[_Piece]:
    """Return a word or a document in pieces of at most this length."""
    return [what[i : i + longest] for i in range(0, len(what), longest)]


def _prose(text: str) -> str:
    """Put each sentence on a line, in small letters, white space between its words."""
    if not text.isascii():
        for sign, key in TYPED.items():
            text = text.replace(sign, key)
    if text.isascii():
        return _english(text)
    return "\n".join(map(_words, SENTENCE_END.split(text)))


def _words(sentence: str) -> str:
    if sentence.isascii():
        return _english(sentence)
    return " ".join(WORD.findall(_plain(sentence)))


def _english(text: str) -> str:
    """Do as `_prose` does, with plain English, several times as fast."""
    text = text.encode().translate(ENGLISH).decode()
    text = LOOSE_APOSTROPHE.sub(BREAK, LOOSE_STOP.sub(BREAK, text))
    return text.replace(".", "\n")


def _plain(text: str) -> str:
    """Lower case, accents composed with their letters."""
    text = text.lower()
    if unicodedata.is_normalized("NFC", text):
        return text
    # The time to put signs in order grows with the square of how many stand in a row.
    return unicodedata.normalize("NFC", MANY_SIGNS.sub(r"\1", text))


def _lines(text: str) -> str:
    return text if text.isascii() else FOREIGN_SPACE.sub(" ", text)


def _text(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(
            f"text must be a string, but is {_checks.shown(text)}; pass one str."
        )
    return text


PROSE = Way(_prose, longest=1_000)  # as word2vec.c
LINES = Way(_lines, longest=10_000)  # as gensim's LineSentence
