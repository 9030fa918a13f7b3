"""Compare our trainers with gensim's: speed, memory, and how good the vectors are.

    python benchmarks/compare.py                          # all trainers, three rounds: 15 minutes
    python benchmarks/compare.py numba:1 gensim:1         # these two, with one thread each
    python benchmarks/compare.py --text my_text.txt --repeat 1 --min-count 5

The text is written to one file. Each trainer, in a process of its own, reads that file, makes one
pass over it with the same settings, and saves its vectors. In each round all of them run one
after the other, so that whatever else the machine does falls on all. A ratio compares the runs
of one round; of the rounds, the table shows the smallest, the median and the largest.

Two times are taken: training alone, and everything from the file to the saved vectors, imports
included. All texts are split into words by our `stream`. gensim is given them as lists in memory;
as gensim_lines it reads a file of one sentence a line, split already, at each pass. Ours keep four
bytes a word. fastText takes part if it is installed; its own reading is timed with it, since it
cannot be told apart. The trainers that go pair by pair
in Python, ours and a loop like that of the article, get a short piece of the text: their speed
counts, not their vectors.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from edu_w2v.corpora import Document, state_of_the_union, stream
from edu_w2v.embeddings import Embeddings
from edu_w2v.evaluation import held_out_loss, read_judgements, word_similarity
from edu_w2v.skipgram import skipgram_pairs
from edu_w2v.training import Model, Progress, train
from edu_w2v.training.loop import LAST_RATE, Rates, Step
from edu_w2v.vocabulary import EncodedCorpus, Vocabulary

TRAINERS = ["gensim:1", "gensim_lines:1", "numba:1", "numba_pairs:1", "numpy:1"]
TRAINERS += ["reference:1", "loop:1", "gensim:2", "numba:2"]
SETTINGS = {"dimension": 100, "radius": 5, "negatives": 5, "subsample": 1e-3}
RATE = 0.025
HELD_OUT = 50  # every fiftieth sentence is kept from training
SLOW, SLOW_SENTENCES = ("reference", "loop"), 8_000  # these go through the first sentences only
Matrix = NDArray[np.float32]
Run = dict[str, float]
Result = tuple[Embeddings, float]


def ours(text: Path, backend: str | Step, threads: int, seed: int, min_count: int) -> Result:
    """Train with one of our trainers, or another; the clock starts when the first block is done."""
    clock: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        clock.append((time.perf_counter(), progress.words))

    slow = backend in SLOW or callable(backend)
    model = train(
        islice(stream(text), SLOW_SENTENCES) if slow else text,
        **SETTINGS,
        epochs=1,
        learning_rate=RATE,
        min_count=1 if slow else min_count,
        seed=seed,
        backend=backend,
        threads=threads,
        callback=note,
    )
    model.save(text.with_suffix(".npz"))
    (start, before), (end, after) = clock[0], clock[-1]
    return model, (after - before) / (end - start)


def loop(model: Model, text: EncodedCorpus, rates: Rates, rng: np.random.Generator) -> tuple[float, int]:
    """Train as the article's program: a call for each draw, and repeated negatives lose updates."""
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


def gensim(text: Path, threads: int, seed: int, min_count: int, in_memory: bool) -> Result:
    """Train with gensim, on lists in memory or on a file of lines."""
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence

    documents = list(stream(text)) if in_memory else LineSentence(as_lines(text))
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
    model.build_vocab(documents)
    start = time.perf_counter()
    model.train(documents, total_examples=model.corpus_count, epochs=1)
    seconds = time.perf_counter() - start
    model.save(str(text.with_suffix(".gensim")))
    order = model.wv.index_to_key
    counts = {word: model.wv.get_vecattr(word, "count") for word in order}
    return in_our_order(counts, order, model.wv.vectors, model.syn1neg), sum(counts.values()) / seconds


def as_lines(text: Path) -> str:
    """Write a text as one sentence a line, its words between spaces; return the path."""
    lines = text.with_suffix(".lines")
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(" ".join(document) + "\n" for document in stream(text))
    return str(lines)


def fasttext(text: Path, threads: int, min_count: int) -> Result:
    """Train with fastText, without the parts of words that it can also learn; it takes no seed."""
    import fasttext

    lines = as_lines(text)
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
    W, C = model.get_input_matrix()[known], model.get_output_matrix()[known]
    return in_our_order(counts, [words[i] for i in known], W, C), sum(counts.values()) / seconds


def in_our_order(counts: dict[str, int], words: list[str], W: Matrix, C: Matrix) -> Embeddings:
    """Return another library's matrices as embeddings of ours."""
    vocabulary = Vocabulary.from_counts(counts, order="frequency")
    row = {word: i for i, word in enumerate(words)}
    rows = [row[word] for word in vocabulary.words]
    return Embeddings(vocabulary, W[rows], C[rows])


def run(arguments: argparse.Namespace) -> Run:
    """Train once and measure everything."""
    name, threads = arguments.run.split(":")
    text = Path(arguments.text)
    settings = {"threads": int(threads), "seed": arguments.seed, "min_count": arguments.min_count}
    start = time.perf_counter()
    if name in ("gensim", "gensim_lines"):
        model, speed = gensim(text, **settings, in_memory=name == "gensim")
    elif name == "fasttext":
        model, speed = fasttext(text, int(threads), arguments.min_count)
    else:
        model, speed = ours(text, loop if name == "loop" else name, **settings)
        if name in SLOW:
            return {"speed": speed}
    seconds = time.perf_counter() - start
    peak = peak_memory()
    loss = held_out_loss(
        model,
        stream(text.with_name("held_out.txt")),
        SETTINGS["radius"],
        SETTINGS["negatives"],
        SETTINGS["subsample"],
    )
    similarities = {
        name: word_similarity(model, read_judgements(file)).value
        for name, file in judgement_files().items()
    }
    measured = {"speed": speed, "seconds": seconds, "peak": peak / 2**20, "loss": loss.value}
    return measured | similarities | {"words": len(model)}


def peak_memory() -> int:
    """Return the most memory, in bytes, that this process has had at once."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource  # Windows has none

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def judgement_files() -> dict[str, Path]:
    """Return the two files of human judgements that gensim brings along."""
    from gensim.test.utils import datapath

    return {"WordSim": Path(datapath("wordsim353.tsv")), "SimLex": Path(datapath("simlex999.txt"))}


def write_texts(documents: Iterable[Document], repeat: int, folder: Path) -> Path:
    """Write the text to train on, repeated, and beside it what is held out; return its path."""
    lines = [" ".join(document) + ".\n" for document in documents]  # `stream` looks for the full stop
    training = [line for i, line in enumerate(lines) if i % HELD_OUT]
    (folder / "held_out.txt").write_text("".join(lines[::HELD_OUT]), encoding="utf-8")
    text = folder / "text.txt"
    with text.open("w", encoding="utf-8") as file:
        for _ in range(repeat):
            file.writelines(training)
    return text


def in_a_process(trainer: str, text: Path, seed: int, min_count: int) -> Run:
    """Run one trainer in a new process."""
    command = [sys.executable, __file__, "--run", trainer, "--text", str(text)]
    command += ["--seed", str(seed), "--min-count", str(min_count)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def ratios(rounds: list[dict[str, Run]], trainer: str, key: str) -> list[float]:
    """Return, for each round, a trainer's number over that of gensim with as many threads."""
    other = f"gensim:{trainer.split(':')[1]}"
    return [
        results[trainer][key] / results[other][key]
        for results in rounds
        if other in results and key in results[trainer]
    ]


def table(rounds: list[dict[str, Run]]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| trainer:threads | words/s | times gensim: min | median | max "
        "| file to vectors, s | times gensim | peak MB | held-out loss | WordSim-353 | SimLex-999 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for trainer in rounds[0]:
        runs = [results[trainer] for results in rounds]
        speeds = ratios(rounds, trainer, "speed")
        cells = [trainer, f"{np.median([one['speed'] for one in runs]) / 1e3:,.0f} k"]
        cells += [f"{f(speeds):.2f}" if speeds else "" for f in (min, np.median, max)]
        if "seconds" in runs[0]:
            whole = ratios(rounds, trainer, "seconds")
            cells += [f"{np.median([one['seconds'] for one in runs]):.1f}"]
            cells += [f"{1 / np.median(whole):.2f}" if whole else ""]
            cells += [f"{max(one['peak'] for one in runs):,.0f}"]
            cells += [
                mean_and_spread([one[key] for one in runs]) for key in ("loss", "WordSim", "SimLex")
            ]
        lines.append("| " + " | ".join(cells + [""] * (11 - len(cells))) + " |")
    return "\n".join(lines)


def mean_and_spread(values: list[float]) -> str:
    """Return the mean, and the standard deviation over the rounds if there are several."""
    spread = f" ± {np.std(values, ddof=1):.4f}" if len(values) > 1 else ""
    return f"{np.mean(values):.4f}{spread}"


def draw(rounds: list[dict[str, Run]], picture: Path) -> None:
    """Draw the ratios of training speed to gensim's, with the smallest and the largest."""
    from edu_w2v.classroom import plots

    measured = {trainer: ratios(rounds, trainer, "speed") for trainer in rounds[0]}
    shown = {trainer: several for trainer, several in measured.items() if several}
    plots.speed_ratios(shown).save_svg(str(picture))


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trainers", nargs="*", default=TRAINERS, help="as name:threads")
    parser.add_argument("--rounds", type=int, default=3, help="each has a seed of its own")
    parser.add_argument("--text", help="a text file or a folder of them, instead of the speeches")
    parser.add_argument("--repeat", type=int, default=5, help="how often the text is repeated")
    parser.add_argument("--min-count", type=int, default=25)
    parser.add_argument("--json", type=Path, help="also write all numbers to this file")
    parser.add_argument("--picture", type=Path, help="also draw the ratios of speed, as SVG")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(run(arguments)))
        return
    trainers = list(arguments.trainers)
    if trainers == TRAINERS and importlib.util.find_spec("fasttext"):
        trainers.append("fasttext:1")
    rounds: list[dict[str, Run]] = []
    with tempfile.TemporaryDirectory() as folder:
        documents = stream(arguments.text) if arguments.text else state_of_the_union()
        text = write_texts(documents, arguments.repeat, Path(folder))
        for seed in range(1, arguments.rounds + 1):
            rounds.append({})
            for trainer in trainers:
                rounds[-1][trainer] = in_a_process(trainer, text, seed, arguments.min_count)
                print(f"round {seed}, {trainer}: {rounds[-1][trainer]}", file=sys.stderr, flush=True)
    print(table(rounds))
    if arguments.json:
        arguments.json.write_text(json.dumps(rounds, indent=1) + "\n", encoding="utf-8")
    if arguments.picture:
        draw(rounds, arguments.picture)


if __name__ == "__main__":
    main()
