"""Notebook 01: which windows was a cell of the table counted from? They light up in the text."""

from edu_w2v.classroom.explorers.base import (
    Control,
    Explorer,
    Layer,
    check,
    choice,
    slider,
    state,
    still,
    text,
)
from edu_w2v.classroom.explorers.table import draw_table
from edu_w2v.classroom.scene import LETTER, Scene
from edu_w2v.cooccurrence import cooccurrence_matrix, windows
from edu_w2v.corpora import BOB_PIZZA, WORD, Document

MOST_WORDS, MOST_LETTERS, MOST_DOCUMENTS = 10, 34, 7  # what there is room for
CORNER, SIDE = (108, 92), 300  # of the table
TEXT_LEFT = 446  # where the documents begin


class CooccurrenceExplorer(Explorer):
    """A table of counts, beside the text that it was counted from.

    The chosen cell lights up in the text: an arc for every pair that it counts.

    Attributes
    ----------
    corpus : str
        One document a line.
    radius : int
    scope : {"window", "document"}
    presence, include_self : bool
        As for `edu_w2v.cooccurrence.cooccurrence_matrix`.
    row, column : str
        The chosen cell.

    Examples
    --------
    >>> explorer = CooccurrenceExplorer(row="Bob", column="likes")
    >>> len(explorer.pairs)
    2
    >>> explorer.radius = 0
    >>> explorer.problem["sentence"]
    'radius must be at least 1, but is 0; pass radius=1 or more.'
    """

    name = "A table of words against words, beside the text it was counted from"
    corpus = state("\n".join(" ".join(document) for document in BOB_PIZZA))
    radius = state(1)
    scope = state("window")
    presence = state(False)
    include_self = state(False)
    row = state("Bob")
    column = state("likes")

    def form(self) -> list[Control]:
        """Return the controls."""
        words = self.vocabulary.words
        return [
            text("corpus", "Documents, one a line", rows=4),
            slider("radius", "radius", 1, 5, 1),
            choice("scope", "near: in the same", ("window", "document")),
            check("presence", "presence, not count"),
            check("include_self", "a word is near itself"),
            choice("row", "row", words),
            choice("column", "column", words),
        ]

    def layers_now(self) -> list[Layer]:
        """Compute the state and draw it."""
        documents = _documents(self.corpus)
        vocabulary, counts = cooccurrence_matrix(
            documents, self.radius, self.scope, bool(self.presence), bool(self.include_self)
        )
        if len(vocabulary) > MOST_WORDS:
            raise ValueError(
                f"documents must have at most {MOST_WORDS} different words to fit the picture, "
                f"but have {len(vocabulary)}; shorten them."
            )
        self.vocabulary, self.counts = vocabulary, counts
        words = vocabulary.words
        self.row = self.row if self.row in vocabulary else words[0]
        self.column = self.column if self.column in vocabulary else words[-1]
        self.pairs = self._pairs(documents)
        table, lines = Scene(), Scene()
        chosen = {"row": self.row, "column": self.column}
        draw_table(table, words, counts, "d", chosen, CORNER, SIDE)
        _text(lines, documents, self.pairs, self.row, self.column)
        found = len(self.pairs)
        cell = counts[vocabulary.id(self.row), vocabulary.id(self.column)]
        times = "once" if found == 1 else f"{found} times"
        says = f"{self.row} stands near {self.column} {times}; the cell says {cell}."
        return [still(table, says), still(lines)]

    def _pairs(self, documents: list[Document]) -> list[tuple[int, int, int]]:
        """List (document, place of the row's word, place of the column's word) of every pair counted."""
        pairs = []
        for d, document in enumerate(documents):
            reach = self.radius if self.scope == "window" else len(document)
            for here, near in windows(range(len(document)), reach):  # places, not words
                places = [here, *near] if self.include_self else near
                pairs += [
                    (d, here, there)
                    for there in places
                    if document[here] == self.row and document[there] == self.column
                ]
        return pairs


def _documents(corpus: str) -> list[Document]:
    """Split lines into words, and say what does not fit the picture."""
    documents = [words for line in corpus.splitlines() if (words := WORD.findall(line))]
    longest = max(documents, key=lambda document: len(" ".join(document)), default=[])
    if len(" ".join(longest)) > MOST_LETTERS:
        raise ValueError(
            f"each document must be at most {MOST_LETTERS} letters long to fit the picture, "
            f"but {' '.join(longest)!r} has {len(' '.join(longest))}; split it over two lines."
        )
    if not 1 <= len(documents) <= MOST_DOCUMENTS:
        raise ValueError(
            f"there must be 1 to {MOST_DOCUMENTS} documents, one a line, but there are "
            f"{len(documents)}; add or remove lines."
        )
    return documents


def _text(
    picture: Scene, documents: list[Document], pairs: list[tuple[int, int, int]], row: str, column: str
) -> None:
    """Draw the documents with an arc from each word of the row to its neighbour of the column.

    As in the picture of the window: blue is the word in the middle, orange its neighbour.
    """
    distance = min(80.0, (SIDE + 60) / len(documents))
    for d, document in enumerate(documents):
        y = 60 + distance * d
        starts = [TEXT_LEFT + LETTER * len(" ".join(["", *document[:i]])) for i in range(len(document))]
        middles = [start + LETTER * len(word) / 2 for start, word in zip(starts, document, strict=True)]
        for middle, word in zip(middles, document, strict=True):
            picture.text(middle, y, word, "middle", bold=word in (row, column), mono=True)
        for which, here, there in pairs:
            if which != d:
                continue
            width, wide = LETTER * len(document[here]), LETTER * len(document[there])
            picture.box(middles[here] - width / 2, y - 19, width, 25, stroke="blue", stroke_width=3)
            if here == there:
                continue
            picture.line(
                [(middles[there] - wide / 2, y + 9), (middles[there] + wide / 2, y + 9)],
                "orange",
                4,
                "dash",
            )
            picture.line(_arc(middles[here], middles[there], y - 22), "orange", 3)


def _arc(start: float, end: float, y: float) -> list[tuple[float, float]]:
    """Return points of a flat parabola over the text."""
    steps = [i / 12 for i in range(13)]
    return [(start + (end - start) * t, y - 4 * t * (1 - t) * 20) for t in steps]
