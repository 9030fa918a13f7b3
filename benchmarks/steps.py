"""Measure what each step of the fast kernel is worth; fast.py lists them in its docstring.

    python benchmarks/steps.py                                # nine rounds: five minutes
    python benchmarks/steps.py --words 300_000 --rounds 2     # a quick look

Each variant undoes one step alone, by replacements in the text of fast.py and of kernels.py, which
it uses, and is loaded as a module of its own. All train on the same words with d = 100, radius 5,
K = 5 and one thread: once on the State of the Union, subsampled, and once on words drawn by Zipf's
law from 100,000, whose matrices fit in no cache. Each runs once before the clock starts; then all
run in turn, round after round. The tables show the time of a variant over that of the kernel as it
is in the same round. The kernel takes part a second time, to show how far chance goes.

So that none is quick because it is wrong, each then has its loss taken on the same pairs and
negatives; it must agree with that of the kernel as it is to 1 %.
"""

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
from numpy.typing import NDArray
from scaling import RADIUS, RATE, SUBSAMPLE, zipf_text

from edu_w2v.alias import AliasTable
from edu_w2v.corpora import state_of_the_union
from edu_w2v.objective import log_sigmoid
from edu_w2v.skipgram import keep_at_random
from edu_w2v.training import Model, compiled, compiling, fast, kernels
from edu_w2v.training.loop import BLOCK, LAST_RATE
from edu_w2v.training.model import start_matrices
from edu_w2v.vocabulary import IDS, EncodedCorpus, encode_corpus

D, K, CELLS = 100, 5, 10**8  # the table of word2vec.c has so many cells
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Variant:
    """The kernel after some edits, (old, new); "first … last" is all from the first to the last."""

    name: str
    edits: tuple[tuple[str, str], ...] = ()
    fast: bool = True  # or the plain kernel of compiled.py
    threads: int = 1
    cells: bool = False  # draw from the table of word2vec.c


@dataclass(frozen=True)
class Text:
    """The words to train on, and the probability of each as a negative."""

    name: str
    corpus: EncodedCorpus
    noise: NDArray[np.float64]


Run = Callable[[Variant, ModuleType], tuple[float, float]]  # seconds and loss

LOOPS = """\
VECTOR = 16


@part_of_kernel
def add_rows(target, i, source, ids, start, n, factors, first, stride, row):
    for t in range(n):
        factor, j = factors[first + stride * t], ids[start + t]
        for e in range(length(row)):
            target[i, e] += factor * source[j, e]


@part_of_kernel
def set_products(out, first, one, i, others, ids, start, n, row):
    for t in range(n):
        j, total = ids[start + t], np.float32(0)
        for e in range(length(row)):
            total += one[i, e] * others[j, e]
        out[first + t] = total


@part_of_kernel
def copy_row(target, i, source, j, row):
    for e in range(length(row)):
        target[i, e] = source[j, e]
"""
ROWS = "from edu_w2v.training.rows import VECTOR, add_rows, copy_row, prefetch, set_products\n"
EXPONENTIAL = "return np.float32(1) / (np.float32(1) + np.exp(-2 * x)) - np.float32(0.5)"
TABLE = (
    ("own = (bits … np.uint32(bucket)", "out[n] = bucket"),
    ("pack(noise)", "noise.cells"),
    ("    check(model, text, rates)\n", ""),  # which asks for an alias table
)
FETCH = "        fetch_rows(work, stop, min(stop + group, last), coming, row)\n"
COUNTED = (("return kernel(function, _nrt=False)", "return kernel(function)"),)
IMPORTS = (  # of the text to be edited
    ("from edu_w2v.training.compiling import kernel, loop_of_kernel, part_of_kernel\n", None),
    ("from edu_w2v.training.kernels import ( … )\n", kernels),
    ("from edu_w2v.training.compiling import kernel, part_of_kernel\n", compiling),
)
VARIANTS = [
    Variant("the kernel as it is"),
    Variant("nothing: the kernel again"),
    Variant("1, 3 and 5: the plain kernel", fast=False),
    Variant("1. each centre has 4 K negatives of its own", (("CENTRES = 6", "CENTRES = 1"),)),
    Variant("2. rows as loops over numbers", ((ROWS, ROWS.replace("VECTOR, ", "") + LOOPS),)),
    Variant("3. σ by the library's exponential", (("y = min(max( … top / bottom", EXPONENTIAL),)),
    Variant("4. table of 10^8 cells", TABLE, cells=True),
    Variant("5. no prefetch", ((FETCH, ""),)),
    Variant("6. two threads; below 1 is faster", threads=2),
    Variant("6. two threads that share counters", COUNTED, threads=2),
]


def load(variant: Variant, path: Path) -> ModuleType:
    """Write the edited text of fast.py, with that of kernels.py in it, to `path` and import it.

    Raises
    ------
    ValueError
        If an edit finds nothing to change.
    """
    source = Path(fast.__file__).read_text(encoding="utf-8")
    texts = ((old, Path(used.__file__).read_text("utf-8") if used else "") for old, used in IMPORTS)
    for old, new in (*texts, *variant.edits):
        first, _, last = old.partition(" … ")
        start = source.find(first)
        end = source.find(last, start) + len(last)
        edited = source.replace(source[start:end] if last else first, new)
        if start < 0 or end < len(last) or edited == source:
            raise ValueError(f"{variant.name!r} has nothing to change at {old!r}; mend it.")
        source = edited
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def speeches(words: int) -> Text:
    """Return the first words of the State of the Union that subsampling leaves."""
    vocabulary, corpus = encode_corpus(state_of_the_union(), min_count=5)
    kept = keep_at_random(corpus, vocabulary.keep_probabilities(SUBSAMPLE), 0)
    kept = kept.between(0, int(np.searchsorted(kept.offsets, min(words, len(kept.ids)))))
    return Text("State of the Union", kept, vocabulary.noise_distribution())


def runner(text: Text) -> Run:
    """Return what trains a variant on a text: always from the same start, in the same memory."""
    rng = np.random.default_rng(1)
    cuts = np.linspace(0, len(text.corpus), max(1, len(text.corpus.ids) // BLOCK) + 1).astype(int)
    blocks = [text.corpus.between(*cut) for cut in pairwise(cuts.tolist())]
    rates = np.linspace(RATE, RATE * LAST_RATE, len(text.corpus.ids), endpoint=False)
    alias = AliasTable(text.noise)
    share = np.diff(np.rint(CELLS * np.cumsum(text.noise)).astype(int), prepend=0)
    cells = SimpleNamespace(cells=np.repeat(np.arange(len(share), dtype=IDS), share))
    W, C = start_matrices(len(share), D, rng)
    start = W.copy()
    places = rng.integers(len(text.corpus.ids) - 1, size=20_000)
    drawn = alias.sample((len(places), K), rng)

    def loss() -> float:
        w, c_pos = W[text.corpus.ids[places]], C[text.corpus.ids[places + 1]]
        pulled = log_sigmoid(np.einsum("nd,nd->n", w, c_pos))
        pushed = log_sigmoid(-np.einsum("nd,nkd->nk", w, C[drawn]))
        return -float(pulled.mean() + K * pushed.mean())

    def run(variant: Variant, module: ModuleType) -> tuple[float, float]:
        step = module.step if variant.fast else compiled.step
        W[:], C[:] = start, 0
        model = Model(W, C, cells if variant.cells else alias, RADIUS, K)
        done, rng = 0, np.random.default_rng(2)
        begin = time.perf_counter()
        for block in blocks:
            after = done + len(block.ids)
            step(model, block, rates[done:after], rng, variant.threads)
            done = after
        return time.perf_counter() - begin, loss()

    return run


def measure(text: Text, modules: list[ModuleType], rounds: int) -> str:
    """Time all variants, round after round; return the ratios as a Markdown table.

    Raises
    ------
    RuntimeError
        If a variant does not train as well as the kernel.
    """
    run, seconds = runner(text), np.empty((rounds + 1, len(modules)))
    for i in range(rounds + 1):  # the first to compile, and to touch all memory
        losses = np.empty(len(modules))
        for j, (variant, module) in enumerate(zip(VARIANTS, modules, strict=True)):
            seconds[i, j], losses[j] = run(variant, module)
            if abs(losses[j] / losses[0] - 1) > 0.01:
                raise RuntimeError(
                    f"{variant.name!r}: the loss is {losses[j]:.4f}, not {losses[0]:.4f}."
                )
        print(f"{text.name}, round {i}: {seconds[i].round(2)} s", file=sys.stderr, flush=True)
    speed = len(text.corpus.ids) / np.median(seconds[1:, 0])
    lines = [
        f"{text.name}: {len(text.corpus.ids):,} words, V = {len(text.noise):,}; "
        f"the kernel takes {speed / 1e6:.2f} million a second.\n",
        "| undone | times as long | min–max | loss |",
        "|---|--:|--:|--:|",
    ]
    low, middle, high = np.quantile(seconds[1:] / seconds[1:, :1], [0, 0.5, 1], axis=0)
    for variant, *ratio, loss in list(zip(VARIANTS, low, middle, high, losses, strict=True))[1:]:
        lines.append(f"| {variant.name} | {ratio[1]:.2f} | {ratio[0]:.2f}–{ratio[2]:.2f} | {loss:.4f} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--words", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        modules = [load(variant, Path(folder) / f"kernel_{i}.py") for i, variant in enumerate(VARIANTS)]
        for text in (
            speeches(arguments.words),
            Text("Zipf's law", *zipf_text(arguments.words, V=100_000)),
        ):
            print(measure(text, modules, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
