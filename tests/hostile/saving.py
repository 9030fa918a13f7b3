"""Saving and exporting that is killed, interrupted, without room, or done by four at once.

After each try the old file or the new one must be there, whole; and what is exported must say
what the model says, or not be written.
"""

import csv
import gc
import os
import random
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from edu_w2v.embeddings import Embeddings
from edu_w2v.vocabulary import Vocabulary
from tests.hostile import Campaign

WORDS = [f"word{i}" for i in range(400)]
Write = Callable[[Embeddings, Path], None]
Files = dict[str, bytes]


def model_of(seed: int) -> Embeddings:
    """Return a model that takes a few milliseconds to write."""
    W = np.random.default_rng(seed).normal(size=(2, len(WORDS), 40)).astype(np.float32)
    counts = dict.fromkeys(WORDS, seed + 1)
    return Embeddings(Vocabulary.from_counts(counts, order="given"), W[0], W[1], [1.0] * seed)


WRITERS: dict[str, Write] = {
    "save": lambda model, folder: model.save(folder / "model.npz"),
    "export_word2vec": lambda model, folder: model.export_word2vec(folder / "text"),
    "export_word2vec binary": lambda model, folder: model.export_word2vec(folder / "binary", True),
    "export_tsv": lambda model, folder: model.export_tsv(folder / "vectors.tsv", folder / "words.tsv"),
}
EXPORTS = [name for name in WRITERS if name != "save"]


def content(folder: Path) -> Files:
    """Return what is in the files of a folder, without those that are still being written."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name[0] != "."}


def written(write: Write, model: Embeddings) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        write(model, Path(folder))
        return content(Path(folder))


def same(one: bytes, other: bytes) -> bool:
    """Say whether two files hold the same; a zip file has the time of each member in it."""
    if one[:2] != b"PK":
        return one == other
    return len(one) == len(other) and members(one) == members(other)


def members(file: bytes) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.npz"
        path.write_bytes(file)
        model = Embeddings.load(path)
    counts = model.vocabulary.counts.tobytes()
    assert model.C is not None
    return [repr(model.words).encode(), counts, model.W.tobytes(), model.C.tobytes()]


def check(now: Files, allowed: list[Files]) -> str:
    """Say what is wrong with the files in a folder, if each must be one of those allowed."""
    if set(now) != set(allowed[0]):
        return "a file is lost or too many"
    for name, file in now.items():
        try:
            if not any(same(file, files[name]) for files in allowed):
                return f"{name} is neither the old nor the new one"
        except (OSError, ValueError):
            return f"{name} is damaged"
    return ""


def temporaries(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


@contextmanager
def child(job: Callable[[], object]) -> Iterator[int]:
    """Run a job in a process of its own, which ends with it."""
    process = os.fork()
    if process == 0:
        try:
            job()
        finally:
            os._exit(0)
    try:
        yield process
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def forever(write: Write, models: list[Embeddings], folder: Path) -> None:
    while True:
        for model in models:
            write(model, folder)


def tries(run: Callable[[Write, Path, random.Random], str], names: list[str]):  # type: ignore[no-untyped-def]
    """Make a campaign of one kind of try, with each of the writers in turn."""

    def campaign(times: int, seed: int) -> Counter[str]:
        wrong: Counter[str] = Counter()
        rng = random.Random(seed)
        for i in range(times):
            name = names[i % len(names)]
            with tempfile.TemporaryDirectory() as folder:
                if what := run(WRITERS[name], Path(folder), rng):
                    wrong[f"{name}: {what}"] += 1
        return wrong

    return campaign


OLD, NEW = model_of(0), model_of(1)


def killed(write: Write, folder: Path, rng: random.Random) -> str:
    """Kill a process that writes two models in turn, at any time."""
    write(OLD, folder)
    with child(partial(forever, write, [NEW, OLD], folder)):
        time.sleep(rng.uniform(0, 0.03))
    return check(content(folder), [written(write, OLD), written(write, NEW)])


def interrupted(write: Write, folder: Path, rng: random.Random) -> str:
    """Let Ctrl-C come at any time; nothing is left beside the file."""
    write(OLD, folder)
    start = time.perf_counter()
    write(OLD, folder)
    duration = time.perf_counter() - start
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-6, 1.2 * duration))
        write(NEW, folder)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGALRM, before)
    gc.collect()
    if temporaries(folder):
        return "a temporary file is left"
    return check(content(folder), [written(write, OLD), written(write, NEW)])


def without_room(write: Write, folder: Path, rng: random.Random) -> str:
    """Let the disk be full after any number of bytes."""
    write(OLD, folder)
    new = written(write, NEW)
    room = rng.randrange(max(map(len, new.values())))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        write(NEW, folder)
        message = "it did not say so"
    except Exception as error:
        message = problem(error, OSError)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    if message or temporaries(folder):
        return message or "a temporary file is left"
    return check(content(folder), [written(write, OLD)])


def four_at_once(write: Write, folder: Path, rng: random.Random) -> str:
    """Let four processes write their models to one place, while a fifth one reads."""
    models = [model_of(i) for i in range(4)]
    allowed = [written(write, model) for model in models]
    write(models[0], folder)
    jobs = [partial(forever, write, [model], folder) for model in models]
    with child(jobs[0]), child(jobs[1]), child(jobs[2]), child(jobs[3]):
        for _ in range(5):
            time.sleep(rng.uniform(0, 0.01))
            if what := check(content(folder), allowed):
                return what
    return check(content(folder), allowed)


def problem(error: Exception, *kinds: type[Exception]) -> str:
    """Say what is wrong with an error: it must be of these kinds, and one short sentence."""
    if not isinstance(error, kinds):
        return f"a raw {type(error).__name__}: {error!s:.60}"
    message = str(error.args[0])
    if "\n" in message or len(message) > 320 or message[-1] not in ".?" or "; " not in message:
        return f"not one short sentence: {message:.60}"
    return ""


# ---------------------------------------------------------------- hostile words and values

SIGNS = [
    "\t",
    "\n",
    "\r",
    " ",
    '"',
    "'",
    ",",
    "\0",
    "\u2028",
    "\x85",
    "\xa0",
    "\ud800",
    "\ufeff",
    "\x1c",
    "\v",
]
VALUES = [0.0, -0.0, 1.0, 1 / 3, 1e-320, 1e-45, 1e-39, 3.4e38, 3.5e38, -1e300, 1e300, np.pi]


def hostile_model(rng: random.Random) -> Embeddings:
    """Return a small model, whose words and numbers are as odd as can be."""

    def word() -> str:
        return "".join(rng.choice([*SIGNS, *"abcäöпб漢𝄞1234.-#\\"]) for _ in range(rng.randrange(4)))

    def plain() -> str:
        return "".join(rng.choice("abcäöпб漢𝄞12.-#\\\"',\0\ufeff") for _ in range(rng.randint(1, 4)))

    kind = rng.choice([word, plain, plain])
    words = list(dict.fromkeys(kind() for _ in range(rng.randint(1, 4))))
    d = rng.randint(1, 4)
    numbers = VALUES if rng.random() < 0.3 else VALUES[:8]
    W = [[rng.choice([*numbers, rng.gauss(0, 1)]) for _ in range(d)] for _ in words]
    counts = {word: rng.randint(1, 10**6) for word in words}
    dtype = rng.choice([np.float32, np.float64])
    with np.errstate(over="ignore"):
        matrix = np.nan_to_num(np.array(W).astype(dtype))
    return Embeddings(Vocabulary.from_counts(counts, order="given"), matrix)


def reread_tsv(model: Embeddings, folder: Path, rng: random.Random) -> str:
    model.export_tsv(folder / "vectors", folder / "words")
    with (folder / "words").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (folder / "vectors").open(newline="", encoding="utf-8") as file:
        numbers = [[float(x) for x in row] for row in csv.reader(file, delimiter="\t")]
    counts = zip(model.words, model.vocabulary.counts, strict=True)
    if rows != [["word", "count"], *([word, str(count)] for word, count in counts)]:
        return "other words"
    W = model.W.astype(float)
    close = np.shape(numbers) == W.shape and np.allclose(numbers, W, rtol=1e-5, atol=0)
    return "" if close else "other numbers"


def reread_word2vec(model: Embeddings, folder: Path, rng: random.Random) -> str:
    from gensim.models import KeyedVectors

    binary = rng.random() < 0.5
    model.export_word2vec(folder / "x", binary)
    theirs = KeyedVectors.load_word2vec_format(str(folder / "x"), binary=binary)
    ours = Embeddings.load(folder / "x")
    bits = model.W.astype(np.float32).tobytes()
    if not theirs.index_to_key == ours.words == model.words:
        return "other words"
    return "" if theirs.vectors.tobytes() == ours.W.tobytes() == bits else "other numbers"


def exported(
    reread: Callable[[Embeddings, Path, random.Random], str], times: int, seed: int
) -> Counter[str]:
    wrong: Counter[str] = Counter()
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            try:
                what = reread(hostile_model(rng), Path(folder), rng)
            except Exception as error:
                what = problem(error, ValueError)
            wrong[what] += bool(what)
    return +wrong


CAMPAIGNS = [
    Campaign("kill -9 while saving over an older model", 250, tries(killed, ["save"])),
    Campaign("kill -9 while exporting over older files", 250, tries(killed, EXPORTS)),
    Campaign("Ctrl-C while saving", 60, tries(interrupted, ["save"])),
    Campaign("Ctrl-C while exporting", 60, tries(interrupted, EXPORTS)),
    Campaign("disk full while saving", 41, tries(without_room, ["save"])),
    Campaign("disk full while exporting", 60, tries(without_room, EXPORTS)),
    Campaign("four saving at once", 40, tries(four_at_once, ["save"])),
    Campaign("four exporting at once", 40, tries(four_at_once, EXPORTS)),
    Campaign("export_tsv of hostile words and values", 2_500, partial(exported, reread_tsv)),
    Campaign("export_word2vec of hostile words and values", 5_000, partial(exported, reread_word2vec)),
]
