"""A file is written beside its place and then takes it: it is old or new, and whole."""

import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from edu_w2v import _checks
from edu_w2v._interrupts import interrupts_wait


@contextmanager
def replacing(**places: str | Path) -> Iterator[Sequence[BinaryIO]]:
    """Open a new file for each place, named as the argument that it came in.

    What is written goes to temporary files in the same folders. When all of them are
    safe on the disk, they take their places; a Ctrl-C waits for that. If anything goes
    wrong before, they are removed, and what was there is as it was. (A process that is
    killed leaves a file ``.edu_w2v-….tmp``, which may be deleted.)
    """
    new: dict[Path, Path] = {}
    try:
        with interrupts_wait(), _in_one_sentence(places):
            for name, place in places.items():
                target = _target(name, place)
                if target in new:
                    raise ValueError(
                        f"{name} must be another file than {next(iter(places))}, but "
                        f"both are {_checks.shown_path(place)}; pass two names."
                    )
                beside = f".edu_w2v-{secrets.token_hex(8)}.tmp"
                new[target] = target.with_name(beside)
            with ExitStack() as stack:
                files = [stack.enter_context(path.open("xb")) for path in new.values()]
                for target, temporary in new.items():
                    with suppress(FileNotFoundError):  # a new one: the usual rights
                        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
                yield files
                for file in files:
                    file.flush()
                    os.fsync(file.fileno())
            for target, temporary in new.items():
                os.replace(temporary, target)
                _sync_folder(target.parent)
    finally:
        for temporary in new.values():
            with suppress(OSError):
                temporary.unlink()


@contextmanager
def _in_one_sentence(places: dict[str, str | Path]) -> Iterator[None]:
    """Say why the files cannot be written, whatever the system says."""
    try:
        yield
    except OSError as error:
        if error.errno is None:  # it is a sentence already
            raise
        named = [f"{name} {_checks.shown_path(at)}" for name, at in places.items()]
        raise OSError(
            f"{' and '.join(named)} cannot be written ({error.strerror}); make room, "
            "or choose a folder that you may write to."
        ) from None


def _target(name: str, place: str | Path) -> Path:
    """Return the file that is to be replaced, which links may lead to."""
    path = _checks.file_name(name, place, new=True)
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if not stat.S_ISREG(mode) or not os.access(target, os.W_OK):
        wrong = "is read-only" if stat.S_ISREG(mode) else "is not a file"
        raise OSError(
            f"{name} {_checks.shown_path(place)} {wrong}, so it is not replaced; "
            "choose another name."
        )
    return target


def _sync_folder(folder: Path) -> None:
    """Make the new name safe too, where folders can be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
