"""Texts to learn from: made-up sentences, 236 years of speeches, and your own.

A *word* is mostly a string, a *document* is a list of words (often one sentence), and
a *corpus* is a list of documents. Every corpus in the series has this form.

Your own text is read as *prose* (`read`, `stream`, `sentences`) or as *lines*
(`read_lines`, `stream_lines`): one document a line, split at white space.
"""

from edu_w2v.corpora.files import read, read_lines, stream, stream_lines
from edu_w2v.corpora.published import (
    TEXT8_SHA256,
    TEXT8_URL,
    state_of_the_union,
    text8,
)
from edu_w2v.corpora.toy import (
    ARTICLE_TABLE,
    BOB_PIZZA,
    TOY_ANALOGIES,
    TOY_CLASSES,
    toy_world,
)
from edu_w2v.corpora.words import WORD, Document, Word, sentences, tokenize

__all__ = [
    "ARTICLE_TABLE",
    "BOB_PIZZA",
    "TEXT8_SHA256",
    "TEXT8_URL",
    "TOY_ANALOGIES",
    "TOY_CLASSES",
    "WORD",
    "Document",
    "Word",
    "read",
    "read_lines",
    "sentences",
    "state_of_the_union",
    "stream",
    "stream_lines",
    "text8",
    "tokenize",
    "toy_world",
]
