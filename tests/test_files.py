"""A file is replaced by a whole new one or left as it was; tests/hostile/saving.py tries it often."""

import errno
import os
import stat
from pathlib import Path

import pytest

from edu_w2v._files import replacing


def write(text: str, **places: Path) -> None:
    with replacing(**places) as files:
        for file in files:
            file.write(text.encode())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    usual, new, old = tmp_path / "usual", tmp_path / "new", tmp_path / "old"
    usual.touch()
    old.write_text("old")
    old.chmod(0o640)
    write("text", path=new)
    write("text", path=old)
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.read_text() == old.read_text() == "text"
    assert names(tmp_path) == ["new", "old", "usual"]


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with replacing(path=path) as (file,):
        file.write(b"ne")
        file.flush()
        assert path.read_text() == "old"
        (beside,) = set(names(tmp_path)) - {"file"}
        assert beside.startswith(".edu_w2v-")
        assert beside.endswith(".tmp")
        file.write(b"w")
    assert path.read_text() == "new"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError("mine"), SystemExit])
def test_whatever_goes_wrong_nothing_has_changed(tmp_path: Path, error: BaseException) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")

    def fail() -> None:
        with replacing(a=one, b=two) as files:
            files[0].write(b"new")
            raise error

    with pytest.raises((KeyboardInterrupt, ValueError, SystemExit)):
        fail()
    assert names(tmp_path) == ["one"]
    assert one.read_text() == "old"


def test_of_two_files_none_is_replaced_before_both_are_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("old")
    two.write_text("old")
    synced = []

    def full_at_the_second(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_at_the_second)
    with pytest.raises(OSError, match=r"^a '.*' and b '.*' cannot be written \(No space left"):
        write("new", a=one, b=two)
    assert one.read_text() == two.read_text() == "old"
    assert names(tmp_path) == ["one", "two"]


def test_the_file_and_its_folder_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []

    def fsync(descriptor: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "file").exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    write("text", path=tmp_path / "file")
    assert synced == [(False, False), (True, True)], "the file before, the folder after it is replaced"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "file")
    for text in ("new", "newer"):
        write(text, path=tmp_path / "link")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "folder" / "file").read_text() == text
    assert names(tmp_path / "folder") == ["file"]


def test_what_cannot_be_replaced_gets_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/null")):
        with pytest.raises(OSError, match=r"^path '.*' is not a file, so it is not replaced; choose"):
            write("text", path=path)
    with pytest.raises(FileNotFoundError, match=r"^path '.*' is in a folder that does not exist; make"):
        write("text", path=tmp_path / "nowhere" / "file")
    with pytest.raises(ValueError, match=r"^path must be a name that a file can have"):
        write("text", path=tmp_path / ("x" * 300))
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # nothing is read-only for root
    with pytest.raises(OSError, match=r"^path '.*' is read-only, so it is not replaced; choose"):
        write("text", path=tmp_path / "file")
    assert names(tmp_path) == ["file", "folder", "pipe"]
