"""Speech Commands in the folders and lists that it is distributed in, whole and broken."""

import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from sounds import noise, tone, write_wav

from dnas.data import load
from dnas.data.audio import mfcc, read_wav, to_int8
from dnas.data.part import Part
from dnas.data.speech_commands import CLASS_NAMES, SILENCE, UNKNOWN, WORDS, load_speech_commands
from dnas.errors import RequestError

OTHERS = ("bed", "cat", "visual")
SPEAKERS = tuple(f"{number:08x}" for number in range(0xC0FFEE, 0xC0FFEE + 10))
TESTED, VALIDATED = SPEAKERS[:2], SPEAKERS[2:4]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """13 words by 10 speakers, some twice; two speakers are listed for testing, two for validation."""
    root = tmp_path / "data"
    listed: dict[str, list[str]] = {"testing": [], "validation": []}
    for index, word in enumerate((*WORDS, *OTHERS)):
        for number, speaker in enumerate(SPEAKERS):
            for take in range(2 if (index + number) % 3 == 0 else 1):
                name = f"{word}/{speaker}_nohash_{take}.wav"
                write_wav(root / name, tone(100 + 37 * index, 2_000 + 400 * number, 3_000) + noise(2_000 + 400 * number, take))
                if speaker in (*TESTED, *VALIDATED):
                    listed["testing" if speaker in TESTED else "validation"].append(name)
    for part, names in listed.items():
        (root / f"{part}_list.txt").write_text("\n".join(names) + "\n")
    for seed, name in enumerate(("pink_noise", "running_tap")):
        write_wav(root / "_background_noise_" / f"{name}.wav", noise(85_000 + seed, seed))
    (root / "_background_noise_" / "README.md").write_text("Sources of the noise")
    (root / "README.md").write_text("Speech Commands")
    return root


def read(part: Part) -> np.ndarray:
    return part.read(np.arange(len(part))).copy()


def fingerprints(part: Part, label: int) -> set[bytes]:
    return {row.tobytes() for row in read(part)[part.labels == label]}


def features(path: Path, first: int = 0) -> bytes:
    return to_int8(mfcc([read_wav(path, first, 16_000)]), 0.58470, 83).tobytes()


def test_parts_and_classes(root: Path, cache: Path) -> None:
    data = load("speech_commands", root)
    assert data.class_names == CLASS_NAMES == (*WORDS, "silence", "unknown")
    assert (data.kind, data.scale, data.zero_point, data.resize) == ("feature", 0.58470, 83, None)
    assert (data.input_shape, data.source_shape) == ((1, 49, 10), (49, 10, 1))
    speakers = {"train": set(SPEAKERS[4:]), "val": set(VALIDATED), "test": set(TESTED)}
    for name, count in (("train", 8), ("val", 3), ("test", 3)):  # a tenth of 80, 27 and 27 words, rounded up
        part = getattr(data, name)
        of_words = [len([path for path in (root / word).iterdir() if path.name[:8] in speakers[name]]) for word in WORDS]
        assert count == -(-sum(of_words) // 10)
        assert np.bincount(part.labels).tolist() == [*of_words, count, count]
        for word in ("down", "yes"):
            expected = {features(path) for path in (root / word).iterdir() if path.name[:8] in speakers[name]}
            assert fingerprints(part, WORDS.index(word)) == expected
        unknown = {features(path) for word in OTHERS for path in (root / word).iterdir() if path.name[:8] in speakers[name]}
        assert fingerprints(part, UNKNOWN) <= unknown
    assert len([file for file in cache.rglob("*") if file.is_file()]) == 1


def test_the_archive_folder_may_lie_below(root: Path, tmp_path: Path) -> None:
    first = load("speech_commands", root)
    (tmp_path / "below").mkdir()
    root.rename(tmp_path / "below" / "speech_commands_v0.02")
    second = load("speech_commands", tmp_path / "below")
    np.testing.assert_array_equal(read(first.test), read(second.test))


def test_an_empty_validation_list_leaves_a_split_by_speaker(root: Path) -> None:
    (root / "validation_list.txt").write_text("\n")
    source = load_speech_commands(root, None)
    data = load("speech_commands", root, val_fraction=0.3)
    assert source is not None
    assert source.val is None
    assert source.groups is not None
    assert len(source.groups) == len(source.train)
    assert not set(source.groups[data.train.indices]) & set(source.groups[data.val.indices])
    words = source.train.labels < SILENCE
    assert len(np.unique(source.groups[words])) == 8, "one group a speaker, whatever the word"
    silence = source.train.labels == SILENCE
    assert len(np.unique(source.groups[silence])) == 8, "four pieces of two recordings"
    assert not set(source.groups[words]) & set(source.groups[silence])


def test_silence_is_cut_from_the_parts_own_noise(root: Path) -> None:
    """Each recording's fourth fifth is a tone and its last fifth another: no cut of a part reaches into another's."""
    for name in ("pink_noise", "running_tap"):
        whole = noise(100_000)
        whole[60_000:80_000], whole[80_000:] = tone(500, 20_000), tone(3_000, 20_000)
        write_wav(root / "_background_noise_" / f"{name}.wav", whole)
    data = load("speech_commands", root)
    train, val, test = (read(part)[part.labels == SILENCE][..., 0] for part in (data.train, data.val, data.test))
    assert (train.std(axis=1).max(axis=1) > 0.5).all(), "noise"
    for tones in (val, test):
        assert (tones.std(axis=1) < 0.5).all()
        assert np.ptp(tones.astype(int), axis=(0, 1)).max() <= 5, "one tone"
    assert np.abs(val[0, 0] - test[0, 0].astype(int)).max() > 10, "two tones"


def test_the_same_clips_for_every_run(root: Path) -> None:
    first, second = load("speech_commands", root, seed=1), load("speech_commands", root, seed=2, val_fraction=0.5)
    for part in ("train", "val", "test"):
        np.testing.assert_array_equal(getattr(first, part).indices, getattr(second, part).indices)
        np.testing.assert_array_equal(read(getattr(first, part)), read(getattr(second, part)))


@pytest.mark.parametrize(("name", "speaker"), [("testing_list.txt", TESTED[1]), ("validation_list.txt", VALIDATED[1])])
def test_a_list_cut_short_is_warned_of(root: Path, name: str, speaker: str, capsys: pytest.CaptureFixture[str]) -> None:
    load("speech_commands", root)
    assert "warning" not in capsys.readouterr().err
    lines = (root / name).read_text().splitlines()
    assert lines[-1].startswith(f"visual/{speaker}")
    (root / name).write_text("\n".join(lines[:-1]) + "\n")
    load("speech_commands", root)
    assert re.search(rf"warning: .*{name}: other clips of speaker {speaker} are trained on.*cut short", capsys.readouterr().err)


def test_a_clip_on_both_lists_is_refused(root: Path) -> None:
    both = (root / "testing_list.txt").read_text().splitlines()
    with (root / "validation_list.txt").open("a") as file:
        file.write(both[0])
    with pytest.raises(RequestError, match=rf"{both[0]} is on testing_list\.txt and on validation_list\.txt; download"):
        load("speech_commands", root)


def test_lists_with_a_mark_blank_lines_and_line_ends_of_windows(root: Path) -> None:
    first = load("speech_commands", root)
    for name in ("testing_list.txt", "validation_list.txt"):
        lines = (root / name).read_text().splitlines()
        (root / name).write_bytes("\r\n".join(["\ufeff" + lines[0], "", *lines[1:], "", ""]).encode())
    second = load("speech_commands", root)
    for part in ("train", "val", "test"):
        np.testing.assert_array_equal(read(getattr(first, part)), read(getattr(second, part)))


def test_a_changed_clip_is_computed_again(root: Path) -> None:
    load("speech_commands", root)
    path = root / "up" / f"{TESTED[0]}_nohash_0.wav"
    write_wav(path, tone(3_000, 5_000))
    os.utime(path, ns=(1, 1))
    assert features(path) in fingerprints(load("speech_commands", root).test, WORDS.index("up"))
    write_wav(path, tone(2_000, 5_000))
    os.utime(path, ns=(1, 1))  # as archives do: the same size, the same time
    assert features(path) in fingerprints(load("speech_commands", root).test, WORDS.index("up"))


def test_features_are_not_resized(root: Path) -> None:
    for words in ({"resolution": 32}, {"gray": True}):
        with pytest.raises(RequestError, match=r"never resized or gray; leave data\.resolution and color at null"):
            load("speech_commands", root, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("../secret.wav", r"'\.\./secret\.wav' is no clip in"),
        ("up/../../secret.wav", "'up/.*' is no clip in"),
        ("/etc/passwd", "'/etc/passwd' is no clip in"),
        ("sideways/00c0ffee_nohash_0.wav", "'sideways/00c0ffee_nohash_0.wav' is no clip in"),
        ("up/00c0ffee_nohash_9.wav", ".* every clip listed must be there"),
        ("_background_noise_/pink_noise.wav", "'_background.*' is no clip in"),
        ("\0", r"'\\x00' is no clip in"),
        ("up" * 1_000, "'(up){50}' is no clip in"),
    ],
)
@pytest.mark.parametrize("name", ["testing_list.txt", "validation_list.txt"])
def test_lists_that_name_no_clip(root: Path, name: str, line: str, reason: str) -> None:
    write_wav(root.parent / "secret.wav", noise(100))
    lines = (root / name).read_text().splitlines()
    (root / name).write_text("\n".join([*lines[:3], line, *lines[3:]]))
    with pytest.raises(RequestError, match=rf"{name}: {reason}"):
        load("speech_commands", root)


@pytest.mark.parametrize("name", ["testing_list.txt", "validation_list.txt"])
def test_lists_that_cannot_be_read(root: Path, name: str) -> None:
    path = root / name
    path.unlink()
    with pytest.raises(RequestError, match=rf"{name} is missing: it would hold clips of a part"):
        load("speech_commands", root)
    path.write_bytes(b"\xff\xfe\x00up")
    with pytest.raises(RequestError, match=rf"cannot read .*{name}"):
        load("speech_commands", root)
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(RequestError, match=rf"{name} has 1,073,741,824 bytes; clips of a part take 16,777,216 at most"):
        load("speech_commands", root)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(RequestError, match=rf"cannot read .*{name}"):
        load("speech_commands", root)


@pytest.mark.parametrize("name", ["testing_list.txt", "validation_list.txt"])
def test_a_list_of_other_words_only(root: Path, name: str) -> None:
    lines = (root / name).read_text().splitlines()
    (root / name).write_text("\n".join(line for line in lines if line.split("/")[0] in OTHERS))
    for line in lines:
        if line.split("/")[0] in WORDS:
            (root / line).unlink()
    part = {"testing_list.txt": "test", "validation_list.txt": "validation"}[name]
    with pytest.raises(RequestError, match=rf"the {part} part has no clip of down, .*, yes; testing_list\.txt lists"):
        load("speech_commands", root)


def test_an_empty_testing_list(root: Path) -> None:
    (root / "testing_list.txt").write_text("")
    with pytest.raises(RequestError, match=r"the test part has no clip of down, .*, yes; testing_list\.txt lists"):
        load("speech_commands", root)


def test_broken_clips_are_named_and_leave_nothing(root: Path, cache: Path) -> None:
    path = root / "stop" / f"{SPEAKERS[5]}_nohash_0.wav"
    content = path.read_bytes()
    for broken in (b"", b"hello", content[:30], content[:-100]):
        path.write_bytes(broken)
        with pytest.raises(RequestError, match=rf"stop/{path.name}"):
            load("speech_commands", root)
    write_wav(path, noise(800), rate_hz=8_000)
    with pytest.raises(RequestError, match=rf"stop/{path.name} is 16-bit, 1 channels, 8,000 Hz"):
        load("speech_commands", root)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(RequestError, match=rf"{path.name}"):
        load("speech_commands", root)
    assert not [file for file in cache.rglob("*") if file.is_file()]


def test_a_broken_clip_that_is_not_drawn_is_named(root: Path, cache: Path) -> None:
    drawn = fingerprints(load("speech_commands", root).train, UNKNOWN)
    path = next(path for path in (root / "cat").iterdir() if path.name[:8] in SPEAKERS[4:] and features(path) not in drawn)
    content = path.read_bytes()
    for broken in (b"", content[:-100]):
        path.write_bytes(broken)
        with pytest.raises(RequestError, match=rf"cat/{path.name}"):
            load("speech_commands", root)
    assert len([file for file in cache.rglob("*") if file.is_file()]) == 1


def test_folders_without_sense(root: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"there is no folder .*nowhere\. It would hold speech_commands_v0\.02\.tar\.gz"):
        load("speech_commands", tmp_path / "nowhere")
    strange = write_wav(root / "up" / "someone.wav", noise(100))
    with pytest.raises(RequestError, match=r"up/someone\.wav: clips are called <speaker>_nohash_<n>\.wav"):
        load("speech_commands", root)
    strange.unlink()
    short = write_wav(root / "_background_noise_" / "short.wav", noise(79_000))
    with pytest.raises(RequestError, match=r"short\.wav lasts 4\.94 s; allowed for noise are 5 s and more"):
        load("speech_commands", root)
    short.unlink()
    for name in ("pink_noise", "running_tap"):
        (root / "_background_noise_" / f"{name}.wav").unlink()
    with pytest.raises(RequestError, match="_background_noise_ has no wav files"):
        load("speech_commands", root)
    shutil.rmtree(root / "_background_noise_")
    with pytest.raises(RequestError, match=r"cannot read the folder .*_background_noise_, which would hold wav files: No such"):
        load("speech_commands", root)
    (root / "empty").mkdir()
    with pytest.raises(RequestError, match="data/empty has no wav files"):
        load("speech_commands", root)
    shutil.rmtree(root / "go")
    with pytest.raises(RequestError, match=r"is not Speech Commands: it has no folder go; it would hold a folder for each of"):
        load("speech_commands", root)


def test_a_set_without_other_words(root: Path) -> None:
    for word in OTHERS:
        shutil.rmtree(root / word)
    for name in ("testing_list.txt", "validation_list.txt"):
        lines = (root / name).read_text().splitlines()
        (root / name).write_text("\n".join(line for line in lines if line.split("/")[0] in WORDS))
    with pytest.raises(RequestError, match="no training sample of class unknown"):
        load("speech_commands", root)
