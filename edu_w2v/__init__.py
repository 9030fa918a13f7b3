"""word2vec, from counting neighbours to training on millions of words.

One module per idea, in the order in which the notebooks teach them:
``corpora``, ``vocabulary``, ``cooccurrence``, ``similarity``, ``objective``,
``gradcheck``, ``derivations``, ``alias``, ``skipgram``, ``training`` and ``embeddings``.
What shows the lesson (plots, exercises, explorers) is in ``edu_w2v.classroom``
and is imported only by those who ask for it.
"""

__version__ = "0.2.0"
