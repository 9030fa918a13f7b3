"""Compare our trainers with gensim's: speed, memory, and how good the vectors are.

    python benchmarks/compare.py                          # all trainers, three rounds
    python benchmarks/compare.py numba:1 gensim:1         # these two, with one thread each
    python benchmarks/compare.py --text my_texts/ --repeat 1 --min-count 5

Each trainer makes one pass over the same text with the same settings, in a process of its own. In
each round all of them run one after the other, so that whatever else the machine does falls
on all. A ratio compares the runs of one round; of the rounds, the table shows the smallest, the
median and the largest. Only training is timed, not reading, counting and encoding. fastText
takes part if it is installed; its own reading is timed with it, since it cannot be told apart.
"""

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edu_w2v.corpora import Document, read, state_of_the_union
from edu_w2v.embeddings import Embeddings
from edu_w2v.evaluation import held_out_loss, read_judgements, word_similarity
from edu_w2v.training import LAST_RATE, Progress, train
from edu_w2v.vocabulary import Vocabulary

TRAINERS = ["gensim:1", "numba:1", "numba_pairs:1", "numpy:1", "gensim:2", "numba:2"]
SETTINGS = {"dimension": 100, "radius": 5, "negatives": 5, "subsample": 1e-3}
RATE = 0.025
HELD_OUT = 50  # every fiftieth sentence is kept from training
Run = dict[str, float]


def texts(arguments: argparse.Namespace) -> tuple[list[Document], list[Document]]:
    """Return the documents to train on, repeated, and those held out."""
    documents = read(arguments.text) if arguments.text else state_of_the_union()
    training = [document for i, document in enumerate(documents) if i % HELD_OUT]
    return training * arguments.repeat, documents[::HELD_OUT]


def ours(documents: list[Document], backend: str, threads: int, seed: int, min_count: int) -> tuple:
    """Train with one of our trainers; the clock starts when the first block is done."""
    clock: list[tuple[float, int]] = []

    def note(progress: Progress) -> None:
        clock.append((time.perf_counter(), progress.words))

    model = train(
        documents,
        **SETTINGS,
        epochs=1,
        learning_rate=RATE,
        min_count=min_count,
        seed=seed,
        backend=backend,
        threads=threads,
        callback=note,
    )
    (start, before), (end, after) = clock[0], clock[-1]
    return model, (after - before) / (end - start)


def gensim(documents: list[Document], threads: int, seed: int, min_count: int) -> tuple:
    """Train with gensim."""
    from gensim.models import Word2Vec

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
    counts = {word: model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key}
    start = time.perf_counter()
    model.train(documents, total_examples=model.corpus_count, epochs=1)
    seconds = time.perf_counter() - start
    order = model.wv.index_to_key
    return in_our_order(counts, order, model.wv.vectors, model.syn1neg), sum(counts.values()) / seconds


def fasttext(documents: list[Document], threads: int, min_count: int) -> tuple:
    """Train with fastText, without the parts of words that it can also learn; it takes no seed."""
    import fasttext

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(" ".join(document) + "\n" for document in documents)
        file.flush()
        start = time.perf_counter()
        model = fasttext.train_unsupervised(
            file.name,
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
    words, numbers = model.get_words(include_freq=True)
    known = [i for i, word in enumerate(words) if word != "</s>"]  # fastText's own end of a line
    counts = {words[i]: int(numbers[i]) for i in known}
    W, C = model.get_input_matrix()[known], model.get_output_matrix()[known]
    return in_our_order(counts, [words[i] for i in known], W, C), sum(counts.values()) / seconds


def in_our_order(
    counts: dict[str, int], words: list[str], W: NDArray[np.float32], C: NDArray[np.float32]
) -> Embeddings:
    """Return another library's matrices as embeddings of ours."""
    vocabulary = Vocabulary.from_counts(counts)
    row = {word: i for i, word in enumerate(words)}
    rows = [row[word] for word in vocabulary.words]
    return Embeddings(vocabulary, W[rows], C[rows])


def run(arguments: argparse.Namespace) -> Run:
    """Train once and measure everything."""
    name, threads = arguments.run.split(":")
    documents, held_out = texts(arguments)
    settings = {"threads": int(threads), "seed": arguments.seed, "min_count": arguments.min_count}
    if name == "gensim":
        model, speed = gensim(documents, **settings)
    elif name == "fasttext":
        model, speed = fasttext(documents, int(threads), arguments.min_count)
    else:
        model, speed = ours(documents, name, **settings)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform == "linux" else 2**20
    )
    loss = held_out_loss(
        model, held_out, SETTINGS["radius"], SETTINGS["negatives"], SETTINGS["subsample"]
    )
    similarities = {
        name: word_similarity(model, read_judgements(file)).value
        for name, file in judgement_files().items()
    }
    return {"speed": speed, "peak": peak, "loss": loss.value, "words": len(model)} | similarities


def judgement_files() -> dict[str, Path]:
    """Return the two files of human judgements that gensim brings along."""
    from gensim.test.utils import datapath

    return {"WordSim": Path(datapath("wordsim353.tsv")), "SimLex": Path(datapath("simlex999.txt"))}


def in_a_process(trainer: str, seed: int, arguments: argparse.Namespace) -> Run:
    """Run one trainer in a new process."""
    command = [sys.executable, __file__, "--run", trainer, "--seed", str(seed)]
    command += ["--repeat", str(arguments.repeat), "--min-count", str(arguments.min_count)]
    command += ["--text", arguments.text] if arguments.text else []
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def table(rounds: list[dict[str, Run]]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        "| trainer:threads | words/s | times gensim: min | median | max | peak MB "
        "| held-out loss | WordSim-353 | SimLex-999 |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for trainer in rounds[0]:
        runs = [results[trainer] for results in rounds]
        speed = np.median([one["speed"] for one in runs])
        peak = max(one["peak"] for one in runs)
        other = f"gensim:{trainer.split(':')[1]}"
        ratios = [
            results[trainer]["speed"] / results[other]["speed"] for results in rounds if other in results
        ]
        shown = [f"{f(ratios):.2f}" if ratios else "" for f in (min, np.median, max)]
        scores = [mean_and_spread([one[key] for one in runs]) for key in ("loss", "WordSim", "SimLex")]
        cells = [trainer, f"{speed / 1e3:,.0f} k", *shown, f"{peak:,.0f}", *scores]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def mean_and_spread(values: list[float]) -> str:
    """Return the mean, and the standard deviation over the rounds if there are several."""
    spread = f" ± {np.std(values, ddof=1):.4f}" if len(values) > 1 else ""
    return f"{np.mean(values):.4f}{spread}"


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
    for seed in range(1, arguments.rounds + 1):
        rounds.append({})
        for trainer in trainers:
            rounds[-1][trainer] = in_a_process(trainer, seed, arguments)
            print(f"round {seed}, {trainer}: {rounds[-1][trainer]}", file=sys.stderr, flush=True)
    print(table(rounds))
    if arguments.json:
        arguments.json.write_text(json.dumps(rounds, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
