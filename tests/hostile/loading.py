"""Loading of files that were damaged or made to deceive: the right vectors, or one sentence."""

import gzip
import io
import json
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from edu_w2v.embeddings import Embeddings
from edu_w2v.vocabulary import Vocabulary
from tests.hostile import Campaign
from tests.hostile.saving import problem

SLOW = 5  # seconds; a try takes a thousandth
Name = str
Check = Callable[[Embeddings], str]


@cache
def originals() -> dict[Name, tuple[bytes, Embeddings]]:
    """Return a few small files with what is in them."""
    rng = np.random.default_rng(0)
    words = ["Bob", "pizza", "crème", "пицца", "5"]
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for d in (1, 3):
            W, C = rng.normal(size=(2, len(words), d)).astype(np.float32 if d == 3 else np.float64)
            counts = {word: len(words) - i for i, word in enumerate(words)}
            vocabulary = Vocabulary.from_counts(counts, order="given")
            for model in (Embeddings(vocabulary, W, C, [2.0, 1.5]), Embeddings(vocabulary, W)):
                path = Path(folder) / f"{d} {model.C is None}.npz"
                model.save(path)
                files[path.name] = (path.read_bytes(), model)
            for binary in (True, False):
                path = Path(folder) / f"{d} binary {binary}"
                model.export_word2vec(path, binary)
                content = path.read_bytes()
                glove = content[content.index(b"\n") + 1 :]
                kinds = {path.name: content, f"{path.name}.gz": gzip.compress(content, mtime=0)}
                for name, file in kinds.items() if binary else [*kinds.items(), (f"{d} glove", glove)]:
                    files[name] = (file, Embeddings(vocabulary, W.astype(np.float32)))
    return files


def mutated(file: bytes, rng: random.Random) -> bytes:
    """Return a file in which something small was changed, once to thrice."""
    data = bytearray(file)
    for _ in range(rng.randint(1, 3)):
        at, size = rng.randrange(len(data) + 1), rng.choice([1, 1, 2, 4, 8, 30])
        piece = rng.choice(
            [
                b"\0" * size,
                b"\xff" * size,
                rng.randbytes(size),
                b" ",
                b"\n",
                b"9" * size,
                b"-",
                b"1e400",
                b"nan",
            ]
        )
        match rng.randrange(5):
            case 0:
                data[at : at + len(piece)] = piece
            case 1:
                data[at:at] = piece
            case 2:
                del data[at : at + size]
            case 3:
                del data[at:]
            case 4:
                start = rng.randrange(len(data) + 1)
                data[at:at] = data[start : start + 10 * size]
    return bytes(data)


def consistent(model: Embeddings) -> str:
    """Say what about a model cannot be."""
    V, counts = len(model), model.vocabulary.counts
    matrices = [matrix for matrix in (model.W, model.C) if matrix is not None]
    if V == 0 or len(set(model.words)) != V or len(counts) != V:
        return "words are lost or twice"
    if counts.min() < model.vocabulary.min_count or model.vocabulary.min_count < 1:
        return "counts below min_count"
    if any(m.shape != (V, model.W.shape[1]) or m.dtype not in ("f4", "f8") for m in matrices):
        return "a matrix of a wrong shape"
    if not all(np.isfinite(m).all() for m in matrices) or not np.isfinite(model.history).all():
        return "NaN or infinity"
    return ""


def equal(one: Embeddings, other: Embeddings) -> bool:
    pairs = [(one.W, other.W), (one.C, other.C), (one.vocabulary.counts, other.vocabulary.counts)]
    return (
        one.words == other.words
        and one.history == other.history
        and all((x is None and y is None) or np.array_equal(x, y) for x, y in pairs)  # type: ignore[arg-type]
    )


def attempt(file: bytes, path: Path, check: Check) -> str:
    """Load a file and say what is wrong: a raw error, or a result that is not right."""
    path.write_bytes(file)
    start = time.perf_counter()
    try:
        model, error = Embeddings.load(path), None
    except Exception as raised:
        model, error = None, raised
    if time.perf_counter() - start > SLOW:
        return "too slow"
    if model is None:
        assert error is not None
        return problem(error, ValueError, OSError)
    return consistent(model) or check(model)


def campaign(one: Callable[[random.Random, Path], str], times: int, seed: int) -> Counter[str]:
    rng, wrong = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            what = one(rng, Path(folder))
            wrong[what] += bool(what)
    return +wrong


def damaged(rng: random.Random, folder: Path) -> str:
    """Damage a saved file: checksums tell, so that nothing but the old model can come of it."""
    file, model = originals()[rng.choice([name for name in originals() if "npz" in name])]

    def check(loaded: Embeddings) -> str:
        return "" if equal(loaded, model) else "another model"

    return attempt(mutated(file, rng), folder / "x.npz", check)


# ---------------------------------------------------------------- files made to deceive

DTYPES = [
    "<f4",
    "<f8",
    ">f8",
    "<f2",
    "<i8",
    "<i4",
    "<u8",
    "|b1",
    "|O",
    "<U3",
    "<c16",
    "|S5",
    "<M8[s]",
    "V8",
]
NUMBERS = [0, 1, -1, 3, 4, 5, 6, 2**31, 2**63 - 1, -(2**63), 10**12, 10**30]


def header(rng: random.Random, array: np.ndarray[Any, Any]) -> bytes:
    """Return the beginning of an .npy file, with something else in it than the array has."""
    shape: Any = list(array.shape)
    descr, order = array.dtype.str, False
    match rng.randrange(5):
        case 0:
            descr = rng.choice(DTYPES)
        case 1 if shape:
            shape[rng.randrange(len(shape))] = rng.choice(NUMBERS)
        case 2:
            shape = rng.sample([*NUMBERS, *shape], rng.randrange(4))
        case 3:
            order = True
        case 4:
            shape = rng.choice([shape[::-1], [*shape, 1], [1, *shape], shape[1:]])
    text = repr({"descr": descr, "fortran_order": order, "shape": tuple(shape)}).encode()
    if rng.random() < 0.2:
        text = mutated(text, rng)
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    version = rng.choice([b"\x01\x00"] * 8 + [b"\x02\x00", b"\x03\x00", b"\x07\x01"])
    length = len(text).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + version + length + text


def other_words(rng: random.Random, words: list[str]) -> str:
    """Return the JSON of other words, some of them impossible."""
    odd: list[Any] = [
        "Bob",
        "x",
        1,
        1.5,
        True,
        None,
        float("nan"),
        {},
        [],
        ["a", 1],
        [[[]]],
        10**20,
        "\0",
        "",
    ]
    changed = [rng.choice(odd) if rng.random() < 0.3 else word for word in words]
    if rng.random() < 0.1:
        changed = changed[: rng.randrange(7)] + [rng.choice(odd)] * rng.randrange(2)
    text = json.dumps(changed)
    return mutated(text.encode(), rng).decode(errors="replace") if rng.random() < 0.3 else text


def deceiving(rng: random.Random, folder: Path) -> str:
    """Pack a saved file anew, with other arrays, headers, members or compression."""
    file, _ = originals()[rng.choice([name for name in originals() if "npz" in name])]
    with np.load(io.BytesIO(file)) as arrays:
        members = dict(arrays)
    name = rng.choice(list(members))
    array, changed = members[name], rng.randrange(5)
    if changed == 0 and name == "words":
        members[name] = np.array(other_words(rng, json.loads(str(array))))
    elif changed == 0:
        numbers = np.array([*NUMBERS[:10], 1.5, np.nan, np.inf])
        with np.errstate(invalid="ignore"):
            values = numbers.astype(rng.choice([array.dtype, np.dtype(float)]))
        members[name] = np.array(rng.choices(values.tolist(), k=array.size)).reshape(array.shape)
    elif changed == 1:
        members[name] = (
            array.astype(rng.choice(["<f4", "<f8", ">f8", "<f2"])) if name != "words" else array
        )
    elif changed == 2:
        members[name] = rng.choice([array[..., :-1] if array.ndim else array, array.T, array[None]])
    contents = {}
    for each, value in members.items():
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, np.asarray(value))
        contents[each] = buffer.getvalue()
    if changed == 3:
        body = array.tobytes() * rng.choice([1, 1, 1, 2, 0])
        contents[name] = header(rng, array) + body
    how = rng.choice([zipfile.ZIP_STORED] * 6 + [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    if changed == 4 and rng.random() < 0.5:
        contents.pop(name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as members_of:
        for each, content in contents.items():
            members_of.writestr(f"{each}.npy", content)
    path = folder / "x.npz"
    return attempt(packed.getvalue(), path, partial(as_numpy_says, path))


def as_numpy_says(path: Path, model: Embeddings) -> str:
    """Compare a model with the arrays that NumPy itself reads from the file."""
    with np.load(path) as file:
        arrays = dict(file)

    def plain(word: Any) -> Any:
        return tuple(map(plain, word)) if isinstance(word, list) else word

    words = [plain(word) for word in json.loads(str(arrays["words"]))]
    right = (
        repr(model.words) == repr(words)
        and model.vocabulary.counts.tolist() == arrays["counts"].tolist()
        and model.vocabulary.min_count == arrays["min_count"]
        and np.array_equal(model.W, arrays["W"])
        and (arrays["C"].size == 0 if model.C is None else np.array_equal(model.C, arrays["C"]))
        and model.history == arrays["history"].tolist()
    )
    return "" if right else "another model than NumPy reads"


# ---------------------------------------------------------------- vectors of other tools


def foreign(rng: random.Random, folder: Path) -> str:
    """Damage vectors in the formats of word2vec and GloVe, packed and not, or their sizes."""
    name = rng.choice([name for name in originals() if "npz" not in name])
    file, _ = originals()[name]
    if rng.random() < 0.2 and file[:2] != b"\x1f\x8b":
        sizes = b"%d %d\n" % (abs(rng.choice(NUMBERS)), abs(rng.choice(NUMBERS)))
        changed = sizes + file[file.index(b"\n") + 1 :]
    elif rng.random() < 0.5 and file[:2] == b"\x1f\x8b":
        changed = gzip.compress(mutated(gzip.decompress(file), rng))
    else:
        changed = mutated(file, rng)
    path = folder / ("x.gz" if changed[:2] == b"\x1f\x8b" else "x")
    check = partial(as_gensim_says, path, name) if rng.random() < 0.1 else lambda model: ""
    return attempt(changed, path, check)


def as_gensim_says(path: Path, name: Name, model: Embeddings) -> str:
    """Compare a model with what gensim reads, if it reads the file at all.

    gensim is told the kind of file; for us, a first line of two whole numbers is a header.
    """
    from gensim.models import KeyedVectors

    first = path.read_bytes().split(b"\n")[0].split()
    header = len(first) == 2 and all(part.isdigit() for part in first)
    kind = {"binary": "binary True" in name, "no_header": "glove" in name and not header}
    try:
        theirs = KeyedVectors.load_word2vec_format(str(path), **kind)
    except Exception:  # it is not gensim that is tried here
        return ""
    if theirs.index_to_key != model.words:
        return "other words than gensim reads" if None not in theirs.index_to_key else ""
    return "" if theirs.vectors.tobytes() == model.W.tobytes() else "other numbers than gensim reads"


CAMPAIGNS = [
    Campaign("load of a mutated saved file", 26_000, partial(campaign, damaged)),
    Campaign("load of a saved file recompressed, header changed", 52_000, partial(campaign, deceiving)),
    Campaign("load of mutated word2vec and GloVe files", 26_000, partial(campaign, foreign)),
]
