"""Ctrl-C when it suits: once only, and not while threads or files are at work."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def only_first_interrupt() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C interrupt once; what it yields is a function that forbids even that.

    What is tidied up after the first one is not left half done by a second one.
    """
    deaf = False

    def stop_listening() -> None:
        nonlocal deaf
        deaf = True

    def interrupt(*_: object) -> None:
        if not deaf:
            stop_listening()
            raise KeyboardInterrupt

    usual = signal.default_int_handler
    in_main = threading.current_thread() is threading.main_thread()
    ours = in_main and signal.getsignal(signal.SIGINT) is usual
    if ours:
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop_listening
    finally:
        if ours:
            signal.signal(signal.SIGINT, usual)


@contextmanager
def nothing_learned() -> Iterator[None]:
    """Say of a Ctrl-C that it came before anything was learned."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            "stopped before training began; nothing was learned yet"
        ) from None


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let a Ctrl-C wait until this is over, so that nothing is left half done."""
    usual = signal.getsignal(signal.SIGINT)
    in_main = threading.current_thread() is threading.main_thread()
    if not (in_main and callable(usual)):
        yield
        return
    waiting: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda *at: waiting.append(at))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if waiting:
            usual(*waiting[0])
