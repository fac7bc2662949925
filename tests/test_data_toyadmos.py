"""Toy cars in the folders that they are distributed in, whole and broken."""

from pathlib import Path

import numpy as np
import pytest
from sounds import chirp, noise, write_wav

from dnas.data import load
from dnas.data.audio import machine_log_mel
from dnas.data.toyadmos import Recordings, read_toyadmos
from dnas.errors import RequestError

LENGTH = 130_000  # 8.1 s, 254 frames


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    car = tmp_path / "data" / "ToyCar"
    write_wav(car / "train" / "normal_id_01_00000000.wav", 9 * noise(LENGTH, 1))
    write_wav(car / "train" / "normal_id_04_00000001.wav", noise(LENGTH, 2) // 9)
    write_wav(car / "test" / "anomaly_id_01_00000000.wav", np.sign(noise(LENGTH, 3)) * np.int16(32_000))
    write_wav(car / "test" / "normal_id_01_00000000.wav", chirp(LENGTH) // 9 + noise(LENGTH, 4) // 9)
    write_wav(car / "test" / "normal_id_02_00000000.wav", noise(LENGTH, 5))
    (car / "test" / "README.md").write_text("no clip")
    return tmp_path / "data"


def read(part: Recordings, clip: int) -> np.ndarray:
    rows = part.rows_of(clip)
    out = np.empty((len(rows), *part.rows.shape[1:]), part.rows.dtype)
    part.rows.read_into(rows, out)
    return out


def test_parts(root: Path) -> None:
    data = read_toyadmos(root)
    assert data.train.rows.shape == (2 * 196, 1, 1, 640)
    assert data.test.rows.shape == (3 * 196, 1, 1, 640)
    assert data.test.rows.dtype == np.int8
    assert (data.train.machine_ids.tolist(), data.train.labels.tolist()) == ([1, 4], [0, 0])
    assert (data.test.machine_ids.tolist(), data.test.labels.tolist()) == ([1, 1, 2], [1, 0, 0])


def test_rows_are_mlperf_tinys_inputs(root: Path) -> None:
    """Its common.py: value 128 t + m of input i is band m of frame i + t."""
    data = read_toyadmos(root)
    clips = [(data.train, 1, noise(LENGTH, 2) // 9), (data.test, 1, chirp(LENGTH) // 9 + noise(LENGTH, 4) // 9)]
    for part, clip, samples in clips:
        log_mel = machine_log_mel(samples[25_088:128_000])
        expected = np.zeros((196, 640))
        for t in range(5):
            expected[:, 128 * t : 128 * (t + 1)] = log_mel[t : t + 196]
        values = (read(part, clip).reshape(196, 640).astype(float) - data.zero_point) * data.scale
        inside = (expected >= (-128 - data.zero_point) * data.scale) & (expected <= (127 - data.zero_point) * data.scale)
        assert inside.mean() > 0.99
        np.testing.assert_allclose(values[inside], expected[inside], atol=data.scale / 2 + 1e-4)


def test_the_training_parts_range_is_int8s(root: Path) -> None:
    data = read_toyadmos(root)
    every = np.concatenate([machine_log_mel(s[25_088:128_000]) for s in (9 * noise(LENGTH, 1), noise(LENGTH, 2) // 9)])
    low, high = min(every.min(), 0), max(every.max(), 0)
    assert low < 0 < high
    assert data.scale == pytest.approx((high - low) / 255)
    assert data.zero_point == round(-128 - low / data.scale)
    training = np.concatenate([read(data.train, clip) for clip in range(2)])
    assert (training.min(), training.max()) == (-128, 127)
    assert (read(data.test, 0) == 127).mean() > 0.01, "a louder clip saturates"


def test_quiet_machines_keep_zero_in_range(root: Path) -> None:
    for path in (root / "ToyCar" / "train").iterdir():
        write_wav(path, np.zeros(LENGTH, np.int16))
    data = read_toyadmos(root)
    assert (data.scale, data.zero_point) == (pytest.approx(156.536 / 255, rel=1e-4), 127)
    assert (read(data.train, 0) == -128).all()


@pytest.mark.parametrize("place", ["", "dev_data/ToyCar", "toyadmos/ToyCar", "toyadmos", "toyadmos/dev_data/ToyCar"])
def test_places(root: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "moved" / place).parent.mkdir(parents=True, exist_ok=True)
    (root / "ToyCar").rename(tmp_path / "moved" / place)
    data = read_toyadmos(tmp_path / "moved")
    assert data.folder == tmp_path / "moved" / place
    assert data.test.labels.tolist() == [1, 0, 0]
    with pytest.raises(RequestError, match=rf"{tmp_path / 'moved' / place / 'test'}: machine id_02 has clips of one kind only"):
        load("toyadmos", tmp_path / "moved")


def test_it_is_computed_once(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_toyadmos(root)
    assert len([file for file in cache.rglob("*") if file.is_file()]) == 3, "two parts and the range"
    monkeypatch.setattr("dnas.data.toyadmos.machine_log_mel", None)
    second = read_toyadmos(root)
    assert (second.scale, second.zero_point) == (first.scale, first.zero_point)
    np.testing.assert_array_equal(read(first.test, 2), read(second.test, 2))


def test_broken_clips_are_named(root: Path, cache: Path) -> None:
    for part in ("train", "test"):
        path = root / "ToyCar" / part / "normal_id_01_00000000.wav"
        content = path.read_bytes()
        for broken in (b"", b"hello", content[:40], content[:-1], content[:200_000]):
            path.write_bytes(broken)
            with pytest.raises(RequestError, match=rf"{part}/normal_id_01_00000000\.wav"):
                read_toyadmos(root)
        write_wav(path, noise(127_999))
        with pytest.raises(RequestError, match=rf"{part}/.*00\.wav is too short: its frames 50 to 249 are used, .* 8 s"):
            read_toyadmos(root)
        write_wav(path, noise(128_000), rate_hz=48_000)
        with pytest.raises(RequestError, match=rf"{part}/.*00\.wav is 16-bit, 1 channels, 48,000 Hz"):
            read_toyadmos(root)
        path.unlink()
        path.symlink_to(path)
        with pytest.raises(RequestError, match=rf"{path.name}"):
            read_toyadmos(root)
        path.unlink()
        write_wav(path, noise(128_000))
        read_toyadmos(root)
    assert not list(cache.rglob("*.tmp"))


def test_folders_without_sense(root: Path, tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"toyadmos: there is no folder .*nowhere\. It would hold the folders train and test"
    ):
        read_toyadmos(tmp_path / "nowhere")
    with pytest.raises(RequestError, match=r"holds no toyadmos\. It would .* dev_data/ToyCar/ with them"):
        read_toyadmos(tmp_path)
    clip = root / "ToyCar" / "test" / "normal_id_01_00000000.wav"
    with pytest.raises(RequestError, match=r"0\.wav is a file; give its folder, data\.root=.*ToyCar/test\. It would"):
        read_toyadmos(clip)
    strange = write_wav(root / "ToyCar" / "test" / "normal_01.wav", noise(10))
    with pytest.raises(RequestError, match=r"test/normal_01\.wav: clips are called normal_id_<machine>_<n>\.wav or anomaly"):
        read_toyadmos(root)
    strange.unlink()
    moved = write_wav(root / "ToyCar" / "train" / "anomaly_id_01_00000009.wav", noise(LENGTH))
    with pytest.raises(RequestError, match=r"train/anomaly_id_01_00000009\.wav is an anomaly in the training part"):
        read_toyadmos(root)
    moved.unlink()
    for path in (root / "ToyCar" / "test").iterdir():
        path.unlink()
    with pytest.raises(RequestError, match=r"ToyCar/test has no wav files"):
        read_toyadmos(root)
    (root / "ToyCar" / "test").rmdir()
    with pytest.raises(RequestError, match=r"cannot read the folder .*ToyCar/test, which would hold wav files: No such file"):
        read_toyadmos(root)
