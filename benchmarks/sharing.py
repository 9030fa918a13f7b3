"""Measure how good the vectors are when more or fewer centres share their negatives.

    python benchmarks/sharing.py                                   # the speeches, five seeds
    python benchmarks/sharing.py --text lines.txt --min-count 5    # a file of one document a line
    python benchmarks/sharing.py --json curve.json --picture figures/benchmark_sharing.svg

4 K negatives are drawn for a group of neighbouring centres: here for 1, 2, 4, … of them, by a change
of one number in the text of fast.py. For comparison the plain kernel draws K for each pair. All make
one pass over the same text with d = 100, radius 5, K = 5, subsample 1e-3. Every fiftieth document is
held out. Human judgements and analogies are those that gensim brings along.
"""

import argparse
import json
import sys
import tempfile
from itertools import chain
from pathlib import Path

import numpy as np
from gensim.test.utils import datapath
from matplotlib.figure import Figure
from scaling import RADIUS, RATE, SUBSAMPLE
from steps import Variant, load

from edu_w2v.classroom.plots.style import COLOURS, Picture, style
from edu_w2v.corpora import Document, state_of_the_union, stream_lines
from edu_w2v.embeddings import Embeddings
from edu_w2v.evaluation import (
    analogy_accuracy,
    held_out_loss,
    read_analogies,
    read_judgements,
    word_similarity,
)
from edu_w2v.training import compiled, fast, train
from edu_w2v.vocabulary import encode_corpus

HELD_OUT = 50
MEASURES = {
    "loss": "held-out loss, nats",
    "WordSim": "WordSim-353, rank correlation",
    "SimLex": "SimLex-999, rank correlation",
    "Google": "Google analogies, share right",
}
Results = dict[str, dict[str, list[float]]]  # of "pairs" and each number of centres


def quality(model: Embeddings, held_out: list[Document]) -> dict[str, float]:
    """Return the four measures of how good the vectors are."""
    analogies = list(chain(*read_analogies(datapath("questions-words.txt")).values()))
    return {
        "loss": held_out_loss(model, held_out, RADIUS, 5, SUBSAMPLE).value,
        "WordSim": word_similarity(model, read_judgements(datapath("wordsim353.tsv"))).value,
        "SimLex": word_similarity(model, read_judgements(datapath("simlex999.txt"))).value,
        "Google": analogy_accuracy(model, analogies).value,
    }


def measure(documents: list[Document], min_count: int, sizes: list[int], seeds: int) -> Results:
    """Train with each number of centres and each seed."""
    encoded = encode_corpus((d for i, d in enumerate(documents) if i % HELD_OUT), min_count)
    results: Results = {}
    with tempfile.TemporaryDirectory() as folder:
        steps = {"pairs": compiled.step}
        for size in sizes:
            edit = f"CENTRES = {fast.CENTRES} ", f"CENTRES = {size}  "
            variant = Variant(f"{size} centres", (edit,))
            steps[str(size)] = load(variant, Path(folder) / f"kernel_{size}.py").step
        for seed in range(1, seeds + 1):
            for name, step in steps.items():
                model = train(encoded, 100, RADIUS, 5, 1, RATE, SUBSAMPLE, seed=seed, backend=step)
                for key, value in quality(model, documents[::HELD_OUT]).items():
                    results.setdefault(name, {}).setdefault(key, []).append(value)
                print(f"seed {seed}, {name}: {results[name]}", file=sys.stderr, flush=True)
    return results


def table(results: Results) -> str:
    """Return means and standard errors as a Markdown table."""
    lines = ["| centres | " + " | ".join(MEASURES.values()) + " |", "|---|" + "--:|" * len(MEASURES)]
    for name, measured in results.items():
        cells = [
            f"{np.mean(x):.4f} ± {np.std(x, ddof=1) / len(x) ** 0.5:.4f}" for x in measured.values()
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def picture(results: Results) -> Picture:
    """Draw a panel for each measure; a dashed line is the plain kernel."""
    names = [name for name in results if name != "pairs"]
    sizes = [int(name) for name in names]
    with style():
        figure = Figure(figsize=(1280 / 96, 800 / 96), layout="constrained")
        for axes, (key, name) in zip(figure.subplots(2, 2).ravel(), MEASURES.items(), strict=True):
            values = np.array([results[size][key] for size in names])
            error = values.std(axis=1, ddof=1) / values.shape[1] ** 0.5
            marks = {"color": COLOURS["blue"], "marker": "o", "ms": 8, "capsize": 6}
            axes.errorbar(sizes, values.mean(axis=1), error, **marks)
            pairs = float(np.mean(results["pairs"][key]))
            axes.axhline(pairs, ls="--", color=COLOURS["grey"])
            axes.text(
                sizes[-1], pairs, "K for each pair", color=COLOURS["grey"], ha="right", va="bottom"
            )
            axes.set(xscale="log", title=name, xlabel="centres that share 4 K negatives")
            axes.set_xticks(sizes, names)
            axes.minorticks_off()
    losses = ", ".join(f"{np.mean(results[n]['Google']):.3f} for {n}" for n in names)
    return Picture(
        figure.axes[0],
        "Four panels: held-out loss, WordSim-353, SimLex-999 and Google analogies against the number "
        f"of centres that share negatives. Share of analogies answered right: {losses}; "
        f"{np.mean(results['pairs']['Google']):.3f} with negatives of each pair's own.",
    )


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--centres", type=int, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--text", type=Path, help="a file of one document a line, not the speeches")
    parser.add_argument("--min-count", type=int, default=5)
    parser.add_argument("--json", type=Path, help="also write all numbers to this file")
    parser.add_argument("--picture", type=Path, help="also draw the curves into this SVG file")
    arguments = parser.parse_args()
    documents = list(stream_lines(arguments.text)) if arguments.text else state_of_the_union()
    results = measure(documents, arguments.min_count, arguments.centres, arguments.seeds)
    print(table(results))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if arguments.picture:
        picture(results).save_svg(str(arguments.picture))


if __name__ == "__main__":
    main()
