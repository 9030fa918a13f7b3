"""Training as its user sees it: a bar, a callback, and a Ctrl-C that loses nothing."""

import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import log

import numpy as np
from tqdm import tqdm

from edu_w2v._interrupts import only_first_interrupt
from edu_w2v.embeddings import Embeddings
from edu_w2v.training.loop import Progress

RUNAWAY = 10  # times the loss before learning: from there it does not come back

Callback = Callable[[Progress], object]


def follow(
    reports: Iterable[Progress],
    embeddings: Callable[[list[float]], Embeddings],
    total_words: int,
    callback: Callback | None,
    progress: bool,
) -> Embeddings:
    """Train to the end, or to Ctrl-C; return what `embeddings` makes of the losses."""
    history: list[float] = []
    stopped, words = False, 0
    with only_first_interrupt() as no_more:
        try:
            try:
                for report in with_bar(reports, total_words, progress):
                    words = report.words
                    history.append(report.loss)
                    if callback is not None:
                        _call(callback, report, lambda: embeddings(history))
            finally:
                no_more()
        except KeyboardInterrupt:
            stopped = True
        result = embeddings(history)
        if stopped:
            _say(
                f"stopped after {words:,} of {total_words:,} words; "
                "the embeddings hold what was learned so far."
            )
    return result


def with_bar(
    reports: Iterable[Progress], total: int, progress: bool
) -> Iterator[Progress]:
    """Yield the reports, and show in a bar how many words a second are read."""
    with tqdm(total=total, unit=" words", unit_scale=True, disable=not progress) as bar:
        for report in reports:
            bar.update(report.words - bar.n)
            bar.set_postfix(loss=f"{report.loss:.3f}")
            yield report
        bar.update(total - bar.n)


def watched(
    reports: Iterable[Progress], negatives: int, learning_rate: float, subsample: float
) -> Iterator[Progress]:
    """Yield the reports; say so where the loss runs away, or there is no pair left."""
    start, report = (negatives + 1) * log(2), None
    for report in reports:
        if not report.loss < RUNAWAY * start:
            raise ValueError(
                f"training ran away in epoch {report.epoch} with learning_rate="
                f"{learning_rate}: the loss, at first {start:.3g}, is "
                f"{report.loss:.3g}; pass a smaller learning_rate."
            )
        yield report
    if report is None:
        raise ValueError(
            f"subsample={subsample} dropped so many words that no pair was left; "
            "pass a larger one."
        )
    if not (np.isfinite(report.W).all() and np.isfinite(report.C).all()):
        raise ValueError(  # the loss, of a sample, need not show it
            f"training ran away with learning_rate={learning_rate}: the vectors are no "
            "longer finite numbers; pass a smaller learning_rate."
        )


def _call(
    callback: Callback, report: Progress, embeddings: Callable[[], Embeddings]
) -> None:
    """Call the callback; an error of its own carries away what was learned so far."""
    try:
        callback(report)
    except Exception as error:
        vars(error)["embeddings"] = embeddings()
        error.add_note(
            "The callback of train raised this. What was learned so far is in its "
            "attribute `embeddings`: import sys; model = sys.last_value.embeddings"
        )
        raise


@cache
def say_once(sentence: str) -> None:
    """Warn, but not again in this process."""
    _say(sentence)


def _say(sentence: str) -> None:
    """Warn; where warnings are errors, print: the embeddings matter more."""
    try:
        warnings.warn(sentence, stacklevel=4)
    except Warning:
        print(sentence, file=sys.stderr)
