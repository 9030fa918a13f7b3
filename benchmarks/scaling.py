"""Measure how training time grows: with the text, the vocabulary, d, K and the threads.

    python benchmarks/scaling.py                                        # everything, three rounds
    python benchmarks/scaling.py --picture figures/benchmark_scaling.svg
    python benchmarks/scaling.py --backend numpy --words 200_000 --rounds 1

One variable grows, all else stays as in compare.py: d = 100, radius 5, K = 5, one pass, one thread.
The text is that of the speeches, in random order, cut or repeated to length; here `train` is timed
with its counting and encoding, and every word is kept. For the other variables the training alone is
timed, block by block, on words drawn by Zipf's law from a vocabulary of 10,000. They are drawn as
subsampling would leave them, so that each run trains on equally many.

Each run is made once before the clock starts, to compile and to touch all memory. In a round the
values of a variable follow one another, so that whatever else the machine does falls on all.
Time that grows as value^s is a line of slope s on two logarithmic axes; s is fitted to the medians.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator
from numpy.typing import NDArray

from edu_w2v.alias import AliasTable
from edu_w2v.classroom.plots.style import COLOURS, Picture, style
from edu_w2v.corpora import Document, state_of_the_union
from edu_w2v.training import Model, train, trainer
from edu_w2v.training.loop import BLOCK, LAST_RATE
from edu_w2v.training.model import start_matrices
from edu_w2v.vocabulary import IDS, EncodedCorpus

RADIUS, SUBSAMPLE, RATE = 5, 1e-3, 0.025
BLUE, GREY = COLOURS["blue"], COLOURS["grey"]
SENTENCE = 25  # words, about as in the speeches
Run = Callable[[], object]
Seconds = NDArray[np.float64]  # shape (rounds, values of the variable)


@dataclass(frozen=True)
class Variable:
    """What grows: its values, the words of the run for each, and the slope if time went by it alone."""

    name: str
    values: list[int]
    words: list[int]
    prepare: Callable[[int], Run]
    proportional: int = 1


def on_text(backend: str, words: int) -> Run:
    """Return a run of `train` on so many words of the speeches, to the end of a sentence."""
    speeches = state_of_the_union()
    np.random.default_rng(0).shuffle(speeches)
    documents: list[Document] = []
    for document in cycle(speeches):
        documents.append(document)
        words -= len(document)
        if words <= 0:
            break
    return partial(train, documents, 100, RADIUS, 5, 1, RATE, SUBSAMPLE, backend=backend)


def zipf_text(words: int, V: int) -> tuple[EncodedCorpus, NDArray[np.float64]]:
    """Draw words by Zipf's law as subsampling would leave them; return them and their noise."""
    share = 1 / np.arange(1, V + 1)
    share /= share.sum()
    ratio = SUBSAMPLE / share
    kept = share * np.minimum(1, np.sqrt(ratio) + ratio)
    ids = np.random.default_rng(0).choice(V, words, p=kept / kept.sum()).astype(IDS)
    corpus = EncodedCorpus(ids, np.append(np.arange(0, words, SENTENCE), words))
    return corpus, share**0.75 / (share**0.75).sum()


def on_blocks(
    backend: str, words: int, V: int = 10_000, d: int = 100, K: int = 5, threads: int = 1
) -> Run:
    """Return a run of the trainer alone on so many words drawn by Zipf's law."""
    step = trainer(backend, threads)
    rng = np.random.default_rng(0)
    corpus, probabilities = zipf_text(words, V)
    model = Model(*start_matrices(V, d, rng), AliasTable(probabilities), RADIUS, K)
    starts = range(0, len(corpus), BLOCK // SENTENCE)
    blocks = [corpus.between(i, min(i + starts.step, len(corpus))) for i in starts]
    rates = np.linspace(RATE, RATE * LAST_RATE, words, endpoint=False)

    def run() -> None:
        for i, block in zip(starts, blocks, strict=True):
            first = int(corpus.offsets[i])
            step(model, block, rates[first : first + len(block.ids)], rng)

    return run


def variables(backend: str, words: int) -> list[Variable]:
    """Return all that grows; threads only for the trainer that can have several."""
    texts, four = [10**6, 2 * 10**6, 5 * 10**6, 10**7], [words] * 4
    run = partial(on_blocks, backend, words)
    every = [
        Variable("words of text", texts, texts, partial(on_text, backend)),
        Variable("vocabulary V", [10**3, 10**4, 10**5, 10**6], four, lambda V: run(V=V)),
        Variable("dimension d", [50, 100, 200, 400], four, lambda d: run(d=d)),
        Variable("negatives K", [2, 5, 10, 20], four, lambda K: run(K=K)),
        Variable("threads", [1, 2], [words] * 2, lambda threads: run(threads=threads), proportional=-1),
    ]
    return every if backend == "numba" else every[:-1]


def measure(variable: Variable, rounds: int) -> Seconds:
    """Time all values of a variable, round after round."""
    runs = [variable.prepare(value) for value in variable.values]
    for run in runs:
        run()  # compiles, and touches all memory
    seconds = np.empty((rounds, len(runs)))
    for i in range(rounds):
        for j, run in enumerate(runs):
            start = time.perf_counter()
            run()
            seconds[i, j] = time.perf_counter() - start
        print(f"{variable.name}, round {i + 1}: {seconds[i].round(2)} s", file=sys.stderr, flush=True)
    return seconds


def slope(variable: Variable, seconds: Seconds) -> str:
    """Return the least-squares slope of log(median time) over log(value), as it is printed."""
    power = np.polyfit(np.log(variable.values), np.log(np.median(seconds, axis=0)), 1)[0]
    return f"{power:.2f}".replace("-", "−")


def table(variable: Variable, seconds: Seconds) -> str:
    """Return the times as a Markdown table, with the slope below."""
    lines = [f"| {variable.name} | seconds | min–max | words/s | times the first |", "|--:" * 5 + "|"]
    low, middle, high = np.quantile(seconds, [0, 0.5, 1], axis=0)
    for i, value in enumerate(variable.values):
        speed = variable.words[i] / middle[i] / 1e3
        lines.append(
            f"| {value:,} | {middle[i]:.2f} | {low[i]:.2f}–{high[i]:.2f} | {speed:,.0f} k "
            f"| {middle[i] / middle[0]:.2f} |"
        )
    return "\n".join(
        [*lines, "", f"Time grows as the power {slope(variable, seconds)} of the {variable.name}.", ""]
    )


def draw(axes: Axes, variable: Variable, seconds: Seconds) -> None:
    """Draw the times of one variable, and a dashed line of the slope to compare with."""
    values, power = np.array(variable.values), variable.proportional
    low, middle, high = np.quantile(seconds, [0, 0.5, 1], axis=0)
    bars, name = [middle - low, high - middle], f"slope {slope(variable, seconds)}"
    axes.errorbar(values, middle, bars, color=BLUE, marker="o", ms=8, capsize=6)
    axes.text(0.97, 0.06, name, color=BLUE, ha="right", transform=axes.transAxes)

    places = values[0] * np.array([1, 3.2 if power > 0 else 1.4, values[-1] / values[0]])
    line = middle[0] * (places / values[0]) ** power
    axes.plot(places, line, "--", color=GREY)
    name, align = ("slope 1  ", "bottom") if power > 0 else ("slope −1  ", "top")
    axes.text(places[1], line[1], name, color=GREY, ha="right", va=align)

    axes.set(xscale="log", yscale="log", xlabel=variable.name)
    axes.margins(x=0.12)
    axes.set_xticks(values, [f"{value / 1e6:g} M" if value >= 1e6 else f"{value:,}" for value in values])
    axes.xaxis.set_minor_locator(NullLocator())


def picture(results: list[tuple[Variable, Seconds]], backend: str, words: int) -> Picture:
    """Draw a panel for each variable, all with the same axis of seconds."""
    every = np.concatenate([seconds.ravel() for _, seconds in results])
    note = (
        f"{backend}: d = 100, K = 5, one thread;\nfirst panel: train() on the speeches,\n"
        f"the others: {words / 1e6:g} million words by\nZipf's law, V = 10,000\n\n"
        f"points: median of {len(results[0][1])} rounds\nbars: from the least to the most\n"
        "dashed: in proportion to the variable,\nor for threads to its inverse"
    )
    with style():
        figure = Figure(figsize=(1280 / 96, 800 / 96), layout="constrained")
        panels = figure.subplots(2, 3, sharey=True).ravel()
        for axes, (variable, seconds) in zip(panels, results, strict=False):
            draw(axes, variable, seconds)
        for axes in panels[len(results) :]:
            axes.set_axis_off()
        panels[-1].text(0, 0.95, note, va="top", linespacing=1.4, transform=panels[-1].transAxes)
        panels[0].set_ylim(every.min() / 1.6, every.max() * 1.6)
        panels[0].yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        panels[0].yaxis.set_major_formatter("{x:g}")
        panels[0].yaxis.set_minor_locator(NullLocator())
        figure.supylabel("seconds", fontsize=14)
    slopes = ", ".join(f"{slope(*result)} for {result[0].name}" for result in results)
    alt = f"Seconds of training against what grows, both axes logarithmic. Slopes: {slopes}."
    return Picture(panels[0], alt)


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--backend", choices=("numba", "numpy"), default="numba")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--words", type=int, default=2_000_000, help="of all variables but the text")
    parser.add_argument("--picture", type=Path, help="also draw the results into this SVG file")
    arguments = parser.parse_args()
    results = []
    for variable in variables(arguments.backend, arguments.words):
        results.append((variable, measure(variable, arguments.rounds)))
        print(table(*results[-1]), flush=True)
    if arguments.picture:
        picture(results, arguments.backend, arguments.words).save_svg(str(arguments.picture))


if __name__ == "__main__":
    main()
