"""Lists, names and checksums of published files, and small values kept in the cache."""

import hashlib
from pathlib import Path

import pytest

from dnas.data.cache import cached_json
from dnas.data.files import plain_name, text_lines, warn_if_altered
from dnas.errors import RequestError


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("one\r\n\n  two words \nünf\u2028f".encode())
    assert text_lines(path, "words") == ["one", "two words", "ünf\u2028f"]
    path.write_bytes(b"\xef\xbb\xbfone\n")
    assert text_lines(path, "words") == ["one"], "a mark of the byte order is no part of it"
    path.write_bytes(b"\xff")
    with pytest.raises(RequestError, match=r"cannot read .*list\.txt \(words\)"):
        text_lines(path, "words")
    path.write_bytes(b"ab\n" * 200_001)
    with pytest.raises(RequestError, match=r"list\.txt has more than 200,000 lines; words take fewer"):
        text_lines(path, "words")
    with pytest.raises(RequestError, match=r"other\.txt is missing: it would hold words"):
        text_lines(tmp_path / "other.txt", "words")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", "../a", "a\0b", "x" * 256, "ü" * 128, "\ud800.jpg"])
def test_names_that_lead_elsewhere(name: str) -> None:
    assert plain_name("..a b.jpg", Path("list.txt")) == "..a b.jpg"
    with pytest.raises(RequestError, match=r"list\.txt names .*; allowed are plain names"):
        plain_name(name, Path("list.txt"))


def test_checksums(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(b"hello")
    warn_if_altered(path, 5, hashlib.md5(b"hello").hexdigest())
    warn_if_altered(path, 6, "0" * 32)
    assert capsys.readouterr().err == ""
    warn_if_altered(path, 5, "0" * 32)
    assert "a.gz has MD5 5d41402abc4b2a76b9719d911017c592, its publisher says 0000" in capsys.readouterr().err


def test_small_values_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    made = []

    def build() -> object:
        made.append(1)
        return {"labels": (1, 2), "name": "ü"}

    for _ in range(2):
        assert cached_json("x", ("a", 1), build) == {"labels": [1, 2], "name": "ü"}
    assert len(made) == 1
    cached_json("x", ("a", 2), build)
    assert len(made) == 2
    for path in (tmp_path / "cache").rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-3])
    cached_json("x", ("a", 1), build)
    assert len(made) == 3
    (tmp_path / "in the way").write_text("")
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "in the way"))
    with pytest.raises(RequestError, match="cannot write the image cache"):
        cached_json("x", ("a", 1), build)
