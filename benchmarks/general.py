"""Make a general text of eleven million words from dictionaries and a handbook of Debian.

    python benchmarks/general.py general.lines                  # one document of 1,000 words a line
    python benchmarks/general.py general.lines --root unpacked  # packages unpacked, not installed

The packages are dict-gcide, dict-wn, dict-foldoc, dict-jargon, dict-devil, dict-vera and
debian-handbook. On Debian, or another system of its kind, apt-get install takes them; or
apt-get download fetches them, and dpkg-deb -x unpacks each into a folder.
"""

import argparse
import gzip
import html
import re
from pathlib import Path

import numpy as np

from edu_w2v.corpora import Document, tokenize

PIECE = 1_000  # words in a document
DICTIONARIES = "usr/share/dictd/{}.dict.dz"
SOURCES = {f"dict-{name}": DICTIONARIES.format(name) for name in ("gcide", "wn", "foldoc")}
SOURCES |= {f"dict-{name}": DICTIONARIES.format(name) for name in ("jargon", "devil", "vera")}
SOURCES |= {"debian-handbook": "usr/share/doc/debian-handbook/html/en-US/*.html"}
TAG = re.compile("<[^>]*>")


def documents(root: Path) -> list[Document]:
    """Return the text in pieces, in random order: else each source had a learning rate of its own."""
    files = {package: sorted(root.glob(pattern)) for package, pattern in SOURCES.items()}
    if missing := [package for package, found in files.items() if not found]:
        raise SystemExit(
            f"The general text needs packages that are not in {root}; run: apt-get install "
            f"{' '.join(missing)}, or unpack them and name the folder."
        )
    pieces = []
    for found in files.values():
        words = [word for file in found for word in tokenize(_text(file))]
        pieces += [words[i : i + PIECE] for i in range(0, len(words), PIECE)]
    return [pieces[i] for i in np.random.default_rng(0).permutation(len(pieces))]


def _text(file: Path) -> str:
    data = file.read_bytes()
    if file.suffix == ".html":
        return html.unescape(TAG.sub(" ", data.decode(errors="replace")))
    return gzip.decompress(data).decode(errors="replace")


def main() -> None:
    """Read the command line, write the file, say what it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path, help="the file to write")
    parser.add_argument("--root", type=Path, default=Path("/"), help="where the packages are")
    arguments = parser.parse_args()
    pieces = documents(arguments.root)
    lines = "".join(" ".join(piece) + "\n" for piece in pieces)
    arguments.path.write_text(lines, encoding="utf-8")
    print(f"{arguments.path}: {sum(map(len, pieces)):,} words in {len(pieces):,} documents")


if __name__ == "__main__":
    main()
