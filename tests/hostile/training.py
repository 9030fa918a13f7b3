"""Training under faults: interrupts at any moment, cold caches, other processes, wild settings."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
import zlib
from _thread import interrupt_main
from ast import literal_eval
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from edu_w2v import minimal
from edu_w2v.alias import AliasTable
from edu_w2v.corpora import toy_world
from edu_w2v.embeddings import Embeddings
from edu_w2v.training import train
from edu_w2v.vocabulary import encode_corpus
from tests.hostile import Campaign

D = 8  # the length of the vectors: each other one is compiled anew
BACKENDS = ("numba", "numba_pairs", "numpy", "reference")

Trainer = Callable[[], Embeddings]


def bits(model: Embeddings) -> int:
    """Return a checksum of all that was learned."""
    return zlib.crc32(model.C, zlib.crc32(model.W))


def in_a_child(function: Callable[[int, int], Counter[str]]) -> Callable[[int, int], Counter[str]]:
    """Run a campaign in a process of its own, where signals hit nobody else."""

    def run(times: int, seed: int) -> Counter[str]:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(function, times, seed).result()

    return run


# Ctrl-C


def interrupt_after(delays: list[float]) -> threading.Thread:
    """Return a thread that sends this process a Ctrl-C after each delay."""

    def send() -> None:
        for delay in delays:
            time.sleep(delay)
            if os.name == "nt":
                interrupt_main()
            else:
                os.kill(os.getpid(), signal.SIGINT)

    return threading.Thread(target=send)


def interrupted(run: Trainer, delays: list[float]) -> tuple[Embeddings | None, str, str]:
    """Return the embeddings, what was warned of, and what was wrong with the end."""
    model, wrong, sender, deaf = None, "", interrupt_after(delays), lambda *_: None
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            try:
                sender.start()
                model = run()
            except KeyboardInterrupt as error:
                wrong = complaint(error)
            except BaseException as error:
                wrong = f"{type(error).__name__}: {error}"[:80]
            signal.signal(signal.SIGINT, deaf)
        except KeyboardInterrupt:  # the second one came after training
            signal.signal(signal.SIGINT, deaf)
        sender.join()
        time.sleep(0.01)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return model, " ".join(str(warning.message) for warning in said), wrong


def complaint(error: KeyboardInterrupt) -> str:
    """Return what is wrong if training is left by a KeyboardInterrupt: that it says nothing."""
    places = traceback.extract_tb(error.__traceback__)
    if "nothing was learned yet" in str(error) or not any("edu_w2v" in at.filename for at in places):
        return ""  # it came before training, or after it
    return f"KeyboardInterrupt without a sentence in {places[-1].name}"


def ctrl_c(presses: int, times: int, seed: int) -> Counter[str]:
    """Interrupt small trainings at random moments."""
    rng = np.random.default_rng(seed)
    documents = list(toy_world(500))
    settings: list[dict[str, Any]] = [
        {"backend": "numba", "threads": 2, "epochs": 100},
        {"backend": "numba_pairs", "threads": 2, "epochs": 20},
        {"backend": "numba", "threads": 1, "epochs": 80},
        {"backend": "numpy", "epochs": 10},
        {"backend": "reference", "epochs": 1},
    ]
    runs = [partial(train, documents, dimension=D, **setting) for setting in settings]
    seconds, blocks = [], []
    for run in runs:
        run()  # imports, compiles
        start = time.perf_counter()
        blocks.append(len(run().history))
        seconds.append(time.perf_counter() - start)
    wrong: Counter[str] = Counter()
    for i in range(times):
        k = i % len(runs)
        delays = (rng.random(presses) * [1, 0.1][:presses] * seconds[k]).tolist()
        model, said, fault = interrupted(runs[k], delays)
        if fault:
            wrong[fault] += 1
        if model is None:
            continue
        before = model.W.copy(), model.C.copy()
        time.sleep(0.03)
        if (before[0] != model.W).any() or (before[1] != model.C).any():
            wrong["a thread still writes"] += 1
        if not np.isfinite(model.W).all():
            wrong["not finite"] += 1
        if len(model.history) < blocks[k] and "stopped after" not in said:
            wrong["stopped without a word"] += 1
    return wrong


def train_in(dimension: int) -> Embeddings:
    """Train a little, with vectors of a length for which there may be no compiled code yet."""
    return train([["a", "b", "c"]] * 50, dimension=dimension, backend="numba_pairs")


def while_compiling(delays: list[float]) -> list[tuple[str, int]]:
    """For each dimension: interrupt the first training, train again, return the fault and the bits."""
    ends = []
    for dimension, delay in enumerate(delays, start=10):
        fault = interrupted(partial(train_in, dimension), [delay])[2] if delay else ""
        ends.append((fault, bits(train_in(dimension))))
    return ends


def started(function: Callable[..., Any], *arguments: Any, cache: str) -> subprocess.Popen[str]:
    """Start a new process that calls a function of this module and prints the result."""
    call = f"print(training.{function.__name__}{arguments!r})"
    return subprocess.Popen(
        [sys.executable, "-c", f"from tests.hostile import training; {call}"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"NUMBA_CACHE_DIR": cache},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> Any:
    """Return what such a process printed, or the last line of its complaint."""
    printed, errors = process.communicate(timeout=600)
    return literal_eval(printed) if printed and not process.returncode else errors[-100:]


def ctrl_c_while_compiling(times: int, seed: int) -> Counter[str]:
    """Interrupt trainings that compile first; what is in the cache then must be right."""
    delays = np.random.default_rng(seed).uniform(0.05, 1.5, times)
    delays[0] *= 2  # the first one also loads the compiler
    with tempfile.TemporaryDirectory() as cache:
        after = finished(started(while_compiling, delays.tolist(), cache=cache))
        later = finished(started(while_compiling, [0.0] * times, cache=cache))
    if isinstance(after, str) or isinstance(later, str):
        return Counter([f"a process died: {after if isinstance(after, str) else later}"])
    faults = Counter(fault for fault, _ in after if fault)
    faults["other bits"] += sum(a[1] != b[1] for a, b in zip(after, later, strict=True))
    return +faults


def pairs_bits(dimension: int) -> int:
    """Return the bits after a few steps of the compiled update."""
    from edu_w2v.training.compiled import train_pairs

    W, C = np.random.default_rng(0).random((2, 5, dimension), dtype=np.float32)
    train_pairs(W, C, [0, 1], [1, 2], [[3, 3], [4, 0]], [0.1, 0.1])
    return zlib.crc32(C, zlib.crc32(W))


def cold_caches_side_by_side(times: int, seed: int) -> Counter[str]:
    """Start three processes at a time with an empty cache, two of them with the same kernels."""
    wrong: Counter[str] = Counter()
    for first in range(0, times, 3):
        dimensions = [D, D, D + 1][: times - first]
        with tempfile.TemporaryDirectory() as cache:
            together = [started(pairs_bits, dimension, cache=cache) for dimension in dimensions]
            found = [finished(process) for process in together]
        for dimension, got in zip(dimensions, found, strict=True):
            if got != pairs_bits(dimension):
                wrong[str(got) if isinstance(got, str) else "other bits"] += 1
    return wrong


# Other processes and threads


def small(backend: str, seed: int) -> int:
    """Train a little; return the bits."""
    return bits(train(toy_world(100), dimension=D, epochs=2, backend=backend, seed=seed))


def elsewhere(times: int, seed: int) -> Counter[str]:
    """Train in forked and spawned processes and in threads: always the same bits."""
    wrong: Counter[str] = Counter()
    kinds = [kind for kind in ("fork", "spawn") if kind in multiprocessing.get_all_start_methods()]
    pools = {kind: multiprocessing.get_context(kind) for kind in kinds}
    tasks = [(BACKENDS[i % 4], seed + i // 4) for i in range(times)]
    expected = [small(*task) for task in tasks]
    with ThreadPoolExecutor(4) as threads:
        found = {"threads": list(threads.map(small, *zip(*tasks[::3], strict=True)))}
    for i, kind in enumerate(kinds, 1):
        if tasks[i::3]:
            with ProcessPoolExecutor(2, mp_context=pools[kind]) as pool:
                found[kind] = list(pool.map(small, *zip(*tasks[i::3], strict=True)))
    for i, kind in enumerate(["threads", *kinds]):
        for here, there in zip(expected[i::3], found.get(kind, []), strict=True):
            if here != there:
                wrong[f"other bits with {kind}"] += 1
    return wrong


def same_seed(times: int, seed: int) -> Counter[str]:
    """Train twice with each seed."""
    tasks = [(BACKENDS[i % 4], seed + i) for i in range(times)]
    return Counter(f"other bits with {task[0]}" for task in tasks if small(*task) != small(*task))


# Numbers


def learning_rates(times: int, seed: int) -> Counter[str]:
    """Train with rates from tiny to absurd: what runs away says so."""
    texts = [encode_corpus(toy_world(40)), encode_corpus([["a", "b"] * 30] * 20)]
    wrong: Counter[str] = Counter()
    for i, rate in enumerate(np.geomspace(1e-4, 1e6, times)):
        settings = {"dimension": D, "negatives": (1, 8)[i // 8 % 2], "epochs": 3}
        backend, text = BACKENDS[i % 4], texts[i // 4 % 2]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                model = train(text, learning_rate=rate, backend=backend, seed=seed, **settings)
        except ValueError as error:
            if "training ran away" not in str(error):
                wrong[f"{backend}: {error}"[:80]] += 1
            continue
        except Exception as error:
            wrong[f"{backend}: {type(error).__name__}: {error}"[:80]] += 1
            continue
        start = (settings["negatives"] + 1) * np.log(2)
        if not max(model.history) < 10 * start or not np.isfinite(model.W).all():
            wrong[f"{backend} ran away unsaid"] += 1
    return wrong


def fast_kernel(times: int, seed: int) -> Counter[str]:
    """Compare the step of a group in the fast kernel with the formula in float64."""
    from edu_w2v.training import fast, kernels

    rng = np.random.default_rng(seed)
    wrong: Counter[str] = Counter()
    for _ in range(times):
        d, V, K = int(rng.choice([3, 16])), 12, int(rng.integers(1, 4))
        n, shared = int(rng.integers(2, fast.CENTRES + 1)), fast.SHARED * K
        size, rate = 10.0 ** rng.uniform(-3, 0.5), np.float32(rng.uniform(1e-4, 1))
        W, C = (size * rng.normal(size=(2, V, d))).astype(np.float32)
        ids = rng.integers(V, size=n).astype(np.int32)
        negatives = rng.integers(V, size=shared).astype(np.uint32)
        w, old = W.astype(float), C.astype(float)
        want_W, want_C = w.copy(), old.copy()
        for i in range(n):  # the window of each is the whole text
            contexts = np.concatenate([negatives, np.delete(ids, i)])
            c, push = old[contexts], rate * (n - 1) / fast.SHARED
            right = np.arange(len(contexts)) >= shared
            score = c @ w[ids[i]]
            exact = np.where(right, rate / (1 + np.exp(score)), -push / (1 + np.exp(-score)))
            want_W[ids[i]] += exact @ c
            np.add.at(want_C, contexts, np.outer(exact, w[ids[i]]))

        buckets, row = kernels.pack(AliasTable(np.ones(V))), kernels.row_of(W)
        settings = buckets, n, K, np.uint64(0), n - 1
        work = kernels.Work(W, C, ids, np.array([0, n]), np.full(n, rate), *settings)
        room = fast.make_room(shared, n, d)
        room.left[:], room.right[:] = 0, n
        fast.set_scores(work, 0, n, negatives, room, row)
        fast.set_errors(room, 0, n, shared, rate)
        fast.move_centres(work, 0, n, negatives, room, row)
        fast.move_contexts(work, 0, n, negatives, room, row)
        largest = max(np.abs(want_W).max(), np.abs(want_C).max())
        near = largest * (1e-6 + 1e-5 * rate * n * (n - 1) * (1 + K))
        wrong["differs"] += not (
            (np.abs(W - want_W) <= near).all() and (np.abs(C - want_C) <= near).all()
        )
    return +wrong


def pairs_kernel(times: int, seed: int) -> Counter[str]:
    """Compare `train_pairs`, number by number, with the page in float64, up to scores of 1e30."""
    from edu_w2v.training.compiled import train_pairs

    rng = np.random.default_rng(seed)
    wrong: Counter[str] = Counter()
    V, d, compared = 12, D, 0
    while compared < times:
        size = 10.0 ** rng.uniform(-6, 15)
        W, C = (size * rng.normal(size=(2, V, d))).astype(np.float32)
        K = int(rng.choice([0, 1, 5, 20, 1_000], p=[0.1, 0.2, 0.4, 0.2, 0.1]))
        contexts, rate = rng.integers(V, size=1 + K), float(np.float32(10 ** rng.uniform(-4, 0)))
        exact_W, exact_C = W.astype(float), C.astype(float)
        w, c = exact_W[3].copy(), exact_C[contexts]
        loss = minimal.update(exact_W, exact_C, 3, contexts[0], contexts[1:], rate)
        # How far rounding can go: in a score, and from there in σ and in a sum of K + 1 moves.
        score = 2e-7 * d * (np.abs(c) @ np.abs(w)) + 1e-6
        moved = rate * (np.minimum(score, 1) + 1e-6 + 2e-7 * K)
        near_W, near_C = 1e-6 * np.abs(exact_W), 1e-6 * np.abs(C.astype(float))
        near_W[3] += moved @ np.abs(c) + 1e-6 * np.abs(w)
        np.add.at(near_C, contexts, np.outer(moved, np.abs(w)))
        near_C += 2e-7 * K * np.abs(exact_C)

        found = train_pairs(W, C, [3], contexts[:1], contexts[None, 1:], [rate])
        got = np.concatenate([W.ravel(), C.ravel(), [found]])
        want = np.concatenate([exact_W.ravel(), exact_C.ravel(), [loss]])
        near = np.concatenate([near_W.ravel(), near_C.ravel(), [score.sum() + 1e-5 * abs(loss)]])
        with np.errstate(invalid="ignore"):
            off = np.isfinite(want) & ~(np.abs(got - want) <= near)
        wrong["NaN"] += int((off & np.isnan(got)).sum())
        wrong["differs"] += int((off & ~np.isnan(got)).sum())
        compared += len(want)
    return +wrong


CAMPAIGNS = [
    Campaign("one Ctrl-C in training", 180, in_a_child(partial(ctrl_c, 1))),
    Campaign("two Ctrl-C in training", 159, in_a_child(partial(ctrl_c, 2))),
    Campaign("Ctrl-C while compiling", 30, ctrl_c_while_compiling),
    Campaign("cold caches side by side", 33, cold_caches_side_by_side),
    Campaign("training in forks, spawned processes and threads", 75, in_a_child(elsewhere)),
    Campaign("the same seed, the same bits, 4 backends", 12, same_seed),
    Campaign("grid of learning rates", 373, learning_rates),
    Campaign("fast kernel against the exact formula", 29_642, fast_kernel),
    Campaign("train_pairs against the page in float64", 488_512, pairs_kernel),
]
