"""Compare our trainers with gensim's: speed, memory, and how good the vectors are.

    python benchmarks/compare.py                        # the speeches, five rounds: 35 minutes
    python benchmarks/compare.py --general              # a general text, which general.py makes
    python benchmarks/compare.py numba:1 gensim:1       # these two, with one thread each
    python benchmarks/compare.py --text my_text.txt --min-count 5
    python benchmarks/compare.py --json results.json    # goes on where it was stopped

The text is written to two files: one of prose, one of a sentence a line, whose words are split
already. Each trainer, in a process of its own, reads one of them, makes one pass over it with the
same settings, and saves its vectors. In each round all of them run one after the other, with a seed
of the round, so that whatever else the machine does falls on all. A ratio compares the runs of one
round. Figures are medians, with the smallest and the largest in brackets; those of quality are means
with their standard deviation.

Two times are taken: training alone, and everything from the start of the program to the saved
vectors. numba, numba_pairs and numpy read the prose; gensim is given it as lists in memory, split by
our `stream`. With _lines, ours and gensim's read the lines at each pass, and gensim_corpus_file reads
them in compiled code. Before the first round, each trains once on a short piece, so that compiled
code is on the disk. fastText takes part if it is installed; its own reading is timed with its
training, since it cannot be told apart. The trainers that go pair by pair in Python, ours and a loop
like that of the article, get a short piece of the text: their speed counts, not their vectors.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what a trainer does not need is not loaded while its time is taken
    import numpy as np
    from numpy.typing import NDArray

    from edu_w2v.corpora import Document
    from edu_w2v.embeddings import Embeddings
    from edu_w2v.training import Model
    from edu_w2v.training.loop import Rates, Step
    from edu_w2v.vocabulary import EncodedCorpus

    Matrix = NDArray[np.float32]
    Result = tuple[Callable[[], Embeddings], float]  # what gives the vectors, and words a second

TRAINERS = ["gensim:1", "gensim_lines:1", "gensim_corpus_file:1", "numba:1", "numba_lines:1"]
TRAINERS += ["numba_pairs:1", "numpy:1", "reference:1", "loop:1", "gensim:2", "numba:2"]
GENSIMS = ["gensim", "gensim_lines", "gensim_corpus_file"]
SETTINGS = {"dimension": 100, "radius": 5, "negatives": 5, "subsample": 1e-3}
RATE, LAST_RATE = 0.025, 1e-4
HELD_OUT = 50  # every fiftieth sentence is kept from training
SLOW, SLOW_SENTENCES = ("reference", "loop"), 8_000  # these go through the first sentences only
SHORT, ROUND_TO_COMPILE = 200, 0  # so many sentences have everything compiled
MEASURES = {
    "loss": "held-out loss",
    "WordSim": "WordSim-353",
    "SimLex": "SimLex-999",
    "Google": "Google analogies",
}
Run = dict[str, float]
Rounds = list[dict[str, Run]]


def ours(text: Path, backend: str | Step, threads: int, seed: int, min_count: int) -> Result:
    """Train with one of our trainers, or another; the clock starts when the first block is done."""
    from edu_w2v.corpora import stream, stream_lines
    from edu_w2v.training import train

    clock: list[tuple[float, int]] = []
    by_lines = isinstance(backend, str) and backend.endswith("_lines")
    if by_lines:
        backend = backend.removesuffix("_lines")
    slow = backend in SLOW or callable(backend)
    documents = stream_lines(text.with_suffix(".lines")) if by_lines else text
    model = train(
        islice(stream(text), SLOW_SENTENCES) if slow else documents,
        **SETTINGS,
        epochs=1,
        learning_rate=RATE,
        min_count=1 if slow else min_count,
        seed=seed,
        backend=backend,
        threads=threads,
        callback=lambda progress: clock.append((time.perf_counter(), progress.words)),
    )
    model.save(text.with_suffix(".npz"))
    (start, before), (end, after) = clock[0], clock[-1]
    return lambda: model, (after - before) / (end - start) if end > start else math.nan


def loop(model: Model, text: EncodedCorpus, rates: Rates, rng: np.random.Generator) -> tuple[float, int]:
    """Train as the article's program: a call for each draw, and repeated negatives lose updates."""
    import numpy as np

    from edu_w2v.skipgram import skipgram_pairs

    W, C, rate, pairs = model.W, model.C, rates[0], 0
    for i in range(len(text)):
        ids = text.document(i)
        for centre, positive in skipgram_pairs(ids, model.radius, dynamic_window=True, rng=rng):
            drawn = [int(model.noise.sample(1, rng)[0]) for _ in range(model.negatives)]
            w, c_pos, C_neg = W[centre], C[positive], C[drawn]
            error_pos = 1 / (1 + np.exp(-np.dot(c_pos, w))) - 1
            error_neg = 1 / (1 + np.exp(-np.dot(C_neg, w)))
            move = error_pos * c_pos + np.dot(error_neg, C_neg)
            C[positive] -= rate * error_pos * w
            C[drawn] -= rate * np.outer(error_neg, w)
            W[centre] -= rate * move
            pairs += 1
    return float(pairs), pairs


def gensim(text: Path, name: str, threads: int, seed: int, min_count: int) -> Result:
    """Train with gensim, on lists in memory, or on a file of lines that it reads in either way."""
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence

    lines = str(text.with_suffix(".lines"))
    source: dict[str, Any] = {"corpus_file": lines}
    if name == "gensim_lines":
        source = {"corpus_iterable": LineSentence(lines)}
    elif name == "gensim":
        from edu_w2v.corpora import stream

        source = {"corpus_iterable": list(stream(text))}
    model = Word2Vec(
        vector_size=SETTINGS["dimension"],
        window=SETTINGS["radius"],
        negative=SETTINGS["negatives"],
        sample=SETTINGS["subsample"],
        sg=1,
        min_count=min_count,
        alpha=RATE,
        min_alpha=RATE * LAST_RATE,
        workers=threads,
        seed=seed,
    )
    model.build_vocab(**source)
    counted = {"total_examples": model.corpus_count, "total_words": model.corpus_total_words}
    start = time.perf_counter()
    model.train(**source, **counted, epochs=1)
    seconds = time.perf_counter() - start
    model.save(str(text.with_suffix(".gensim")))

    def vectors() -> Embeddings:
        order = model.wv.index_to_key
        counts = {word: model.wv.get_vecattr(word, "count") for word in order}
        return in_our_order(counts, order, model.wv.vectors, model.syn1neg)

    return vectors, int(model.wv.expandos["count"].sum()) / seconds


def fasttext(text: Path, threads: int, min_count: int) -> Result:
    """Train with fastText, without the parts of words that it can also learn; it takes no seed."""
    import fasttext

    lines = str(text.with_suffix(".lines"))
    start = time.perf_counter()
    model = fasttext.train_unsupervised(
        lines,
        model="skipgram",
        loss="ns",
        dim=SETTINGS["dimension"],
        ws=SETTINGS["radius"],
        neg=SETTINGS["negatives"],
        t=SETTINGS["subsample"],
        epoch=1,
        lr=RATE,
        minCount=min_count,
        maxn=0,
        thread=threads,
        verbose=0,
    )
    seconds = time.perf_counter() - start
    model.save_model(str(text.with_suffix(".bin")))
    words, numbers = model.get_words(include_freq=True)
    known = [i for i, word in enumerate(words) if word != "</s>"]  # fastText's own end of a line
    counts = {words[i]: int(numbers[i]) for i in known}

    def vectors() -> Embeddings:
        W, C = model.get_input_matrix()[known], model.get_output_matrix()[known]
        return in_our_order(counts, list(counts), W, C)

    return vectors, sum(counts.values()) / seconds


def in_our_order(counts: dict[str, int], words: list[str], W: Matrix, C: Matrix) -> Embeddings:
    """Return another library's matrices as embeddings of ours."""
    from edu_w2v.embeddings import Embeddings
    from edu_w2v.vocabulary import Vocabulary

    vocabulary = Vocabulary.from_counts(counts, order="frequency")
    row = {word: i for i, word in enumerate(words)}
    rows = [row[word] for word in vocabulary.words]
    return Embeddings(vocabulary, W[rows], C[rows])


def run(arguments: argparse.Namespace) -> Run:
    """Train once and measure everything."""
    name, threads = arguments.run.split(":")
    text = Path(arguments.text)
    settings = {"threads": int(threads), "seed": arguments.seed, "min_count": arguments.min_count}
    if name in GENSIMS:
        vectors, speed = gensim(text, name, **settings)
    elif name == "fasttext":
        vectors, speed = fasttext(text, int(threads), arguments.min_count)
    else:
        vectors, speed = ours(text, loop if name == "loop" else name, **settings)
    seconds = time.time() - arguments.started
    if name in SLOW or arguments.seed == ROUND_TO_COMPILE:
        return {"speed": speed}
    measured = {"speed": speed, "seconds": seconds, "peak": peak_memory() / 1e6}
    return measured | quality(vectors(), text.with_name("held_out.txt"))


def quality(model: Embeddings, held_out: Path) -> Run:
    """Return how good the vectors are: the four measures, and how many items three of them have."""
    from gensim.test.utils import datapath

    from edu_w2v import evaluation
    from edu_w2v.corpora import stream

    settings = (SETTINGS[name] for name in ("radius", "negatives", "subsample"))
    found = {"loss": evaluation.held_out_loss(model, stream(held_out), *settings)}
    for name, file in {"WordSim": "wordsim353.tsv", "SimLex": "simlex999.txt"}.items():
        pairs = evaluation.read_judgements(datapath(file))
        found[name] = evaluation.word_similarity(model, pairs)
        found[f"all {name}"] = evaluation.Estimate(0, 0, len(pairs))
    questions = [*chain(*evaluation.read_analogies(datapath("questions-words.txt")).values())]
    found["Google"] = evaluation.analogy_accuracy(model, questions)
    found["all Google"] = evaluation.Estimate(0, 0, len(questions))
    values = {name: one.value for name, one in found.items() if name in MEASURES}
    return values | {f"n {name}": one.n for name, one in found.items()} | {"words": len(model)}


def peak_memory() -> int:
    """Return the most memory, in bytes, that this process has had at once."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: what getrusage tells there counts the process that began this one
        lines = status.read_text().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset
    import resource  # Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def write_texts(documents: Iterable[Document], repeat: int, folder: Path) -> Path:
    """Write what to train on, repeated, as prose and as lines, and what is held out."""
    lines = [" ".join(document) for document in documents]
    training = [line for i, line in enumerate(lines) if i % HELD_OUT]
    prose = [line + ".\n" for line in training]  # `stream` looks for the full stop
    held_out = [line + ".\n" for line in lines[::HELD_OUT]]
    (folder / "held_out.txt").write_text("".join(held_out), encoding="utf-8")
    for name, pieces in (("text.txt", prose), ("text.lines", [line + "\n" for line in training])):
        with (folder / name).open("w", encoding="utf-8") as file:
            for _ in range(repeat):
                file.writelines(pieces)
    return folder / "text.txt"


def in_a_process(trainer: str, text: Path, seed: int, min_count: int) -> Run:
    """Run one trainer in a new process, whose libraries have its number of threads, too."""
    command = [sys.executable, __file__, "--run", trainer, "--text", str(text), "--seed", str(seed)]
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), trainer.split(":")[1])
    environment = os.environ | threads
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a library is not compiled at each start
    command += ["--min-count", str(min_count), "--started", str(time.time())]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return json.loads(done.stdout)


def ratios(rounds: Rounds, key: str, trainer: str, other: str) -> list[float]:
    """Return, for each round, the number of a trainer over that of another."""
    return [
        results[trainer][key] / results[other][key]
        for results in rounds
        if key in results.get(trainer, {}) and key in results.get(other, {})
    ]


def of_gensim(trainer: str, name: str = "gensim") -> str:
    """Return gensim with as many threads as a trainer."""
    return f"{name}:{trainer.split(':')[1]}"


def ranged(values: list[float], form: str = ".2f", unit: float = 1) -> str:
    """Return the median, and in brackets the smallest and the largest."""
    middle, low, high = (
        format(one / unit, form) for one in (statistics.median(values), min(values), max(values))
    )
    return f"{middle} ({low}–{high})"


def mean_and_spread(values: list[float]) -> str:
    """Return the mean, and the standard deviation if there are several."""
    spread = f" ± {statistics.stdev(values):.4f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.4f}{spread}"


def markdown(rows: list[list[str]]) -> str:
    """Return a table whose first row names the columns."""
    rows = [rows[0], ["---"] + ["--:"] * (len(rows[0]) - 1), *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def table(rounds: Rounds) -> str:
    """Return speed, memory and quality of each trainer."""
    names = ["trainer:threads", "thousand words/s", "times gensim", "file to vectors, s", "peak MB"]
    rows = [names + list(MEASURES.values())]
    for trainer in rounds[0]:
        runs = [results[trainer] for results in rounds if trainer in results]
        row = [trainer, ranged([one["speed"] for one in runs], ",.0f", 1e3)]
        times = ratios(rounds, "speed", trainer, of_gensim(trainer))
        row += [ranged(times) if times else ""]
        if "seconds" in runs[0]:
            row += [ranged([one["seconds"] for one in runs], ".1f")]
            row += [ranged([one["peak"] for one in runs], ",.0f")]
            row += [mean_and_spread([one[key] for one in runs]) for key in MEASURES]
        rows.append(row + [""] * (len(rows[0]) - len(row)))
    return markdown(rows)


def from_file_to_vectors(rounds: Rounds) -> str:
    """Return how many times as fast as gensim each is with everything, in gensim's three ways."""
    rows = [["from the file to saved vectors, times", *GENSIMS]]
    for trainer in rounds[0]:
        others = [ratios(rounds, "seconds", of_gensim(trainer, name), trainer) for name in GENSIMS]
        if trainer.split(":")[0] not in GENSIMS and any(others):
            rows.append([trainer] + [ranged(times) if times else "" for times in others])
    return markdown(rows)


def verdict(rounds: Rounds) -> str:
    """Return how much better each is than gensim, and twice the standard error of that."""
    rows = [["better than gensim by", *MEASURES.values()]]
    for trainer in rounds[0]:
        other = of_gensim(trainer)
        by_lines = trainer.startswith(("gensim", "numba_lines"))  # would be compared with themselves
        if by_lines or "loss" not in rounds[0][trainer] or other not in rounds[0]:
            continue
        cells = [trainer]
        for key in MEASURES:
            ours, theirs = ([r[one][key] for r in rounds if one in r] for one in (trainer, other))
            better = statistics.mean(ours) - statistics.mean(theirs)
            better = -better if key == "loss" else better
            error = math.hypot(*(statistics.stdev(x) / len(x) ** 0.5 for x in (ours, theirs)))
            word = "equal" if abs(better) <= 2 * error else "better" if better > 0 else "WORSE"
            cells.append(f"{better:+.4f} ± {2 * error:.4f} {word}")
        rows.append(cells)
    return markdown(rows)


def items(rounds: Rounds) -> str:
    """Say how many items the measures have whose words are all known."""
    one = next(run for run in rounds[0].values() if "loss" in run)
    told = [f"{MEASURES[k]} {one[f'n {k}']:,} of {one[f'n all {k}']:,}" for k in list(MEASURES)[1:]]
    pairs = f"Held-out pairs: {one['n loss']:,}."
    return f"{one['words']:,} words. Items whose words are all known: {', '.join(told)}. {pairs}"


def report(rounds: Rounds) -> str:
    """Return all tables."""
    parts = [table(rounds), from_file_to_vectors(rounds)]
    if len(rounds) > 1:
        parts += [verdict(rounds) + "\n\n± is twice the standard error of the difference."]
    return "\n\n".join([*parts, items(rounds)])


def draw(rounds: Rounds, picture: Path) -> None:
    """Draw the ratios of training speed to gensim's, with the smallest and the largest."""
    from edu_w2v.classroom import plots

    shown = [trainer for trainer in rounds[0] if "_lines" not in trainer and "_file" not in trainer]
    measured = {trainer: ratios(rounds, "speed", trainer, of_gensim(trainer)) for trainer in shown}
    plots.show(
        plots.speed_ratios({trainer: several for trainer, several in measured.items() if several}),
        "Bars on a logarithmic scale, one for each trainer and number of threads: how many times as "
        "fast as gensim it trains. Thin lines reach from the slowest to the fastest round.",
    ).save_svg(str(picture))


def compare(arguments: argparse.Namespace, documents: Iterable[Document], repeat: int) -> Rounds:
    """Run what is not yet in the file of results, round after round."""
    trainers = list(arguments.trainers)
    if trainers == TRAINERS and importlib.util.find_spec("fasttext"):
        trainers.append("fasttext:1")
    rounds: Rounds = []
    if arguments.json and arguments.json.exists():
        rounds = json.loads(arguments.json.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        documents = list(documents)
        (Path(folder) / "short").mkdir()
        short = write_texts(documents[:SHORT], 1, Path(folder) / "short")
        text = write_texts(documents, repeat, Path(folder))
        for trainer in trainers:
            in_a_process(trainer, short, ROUND_TO_COMPILE, 1)
        for seed in range(1, arguments.rounds + 1):
            if len(rounds) < seed:
                rounds.append({})
            for trainer in trainers:
                if trainer not in rounds[seed - 1]:
                    measured = in_a_process(trainer, text, seed, arguments.min_count or 5 * repeat)
                    rounds[seed - 1][trainer] = measured
                    print(f"round {seed}, {trainer}: {measured}", file=sys.stderr, flush=True)
                    if arguments.json:
                        arguments.json.write_text(json.dumps(rounds, indent=1) + "\n", encoding="utf-8")
    return rounds


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trainers", nargs="*", default=TRAINERS, help="as name:threads")
    parser.add_argument("--rounds", type=int, default=5, help="each has a seed of its own")
    parser.add_argument(
        "--general",
        nargs="?",
        type=Path,
        const="/",
        metavar="ROOT",
        help="the text of general.py, from packages that are installed, or unpacked in the folder ROOT",
    )
    parser.add_argument("--text", help="a text file or a folder of them, instead of the speeches")
    parser.add_argument("--repeat", type=int, help="how often the text is repeated; the speeches: 5")
    parser.add_argument("--min-count", type=int, help="5 for each time that the text is repeated")
    parser.add_argument("--json", type=Path, help="keep all numbers in this file, and go on from it")
    parser.add_argument("--picture", type=Path, help="also draw the ratios of speed, as SVG")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, default=0.0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(run(arguments)))
        return
    from general import documents as general_documents

    from edu_w2v.corpora import state_of_the_union, stream

    if arguments.general:
        documents: Iterable[Document] = general_documents(arguments.general)
    else:
        documents = stream(arguments.text) if arguments.text else state_of_the_union()
    speeches = not (arguments.general or arguments.text)
    rounds = compare(arguments, documents, arguments.repeat or (5 if speeches else 1))
    print(report(rounds))
    if arguments.picture:
        draw(rounds, arguments.picture)


if __name__ == "__main__":
    main()
