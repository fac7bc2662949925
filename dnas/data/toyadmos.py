"""ToyADMOS's toy cars as distributed for DCASE 2020 task 2, the data of MLPerf Tiny's anomaly detection.

ToyCar/train/normal_id_<machine>_<n>.wav; ToyCar/test/ the same and anomaly_id_<machine>_<n>.wav. Only normal sounds are trained
on. Format: dcase.community/challenge2020, task 2 (development set: machines 01 to 04, clips of 11 s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dnas.data.audio import (
    MEL_BANDS,
    MEL_FIRST_SAMPLE,
    MEL_ROWS,
    MEL_SAMPLES,
    MEL_STACKED,
    SAMPLE_RATE_HZ,
    machine_log_mel,
    read_wav,
    to_int8,
    wav_names,
)
from dnas.data.cache import cached_rows, file_identities
from dnas.data.dataset import Clips
from dnas.data.files import absence, fullest
from dnas.data.part import FileRows, Part
from dnas.data.source import Source
from dnas.errors import RequestError

PLACES = ("ToyCar", "", "dev_data/ToyCar")  # as unpacked, itself, as MLPerf Tiny's script unpacks it
PARTS = ("train", "test")
CLIP_NAME = re.compile(r"(normal|anomaly)_id_([0-9]{2})_[0-9]+\.wav")
LABELS = ("normal", "anomaly")


@dataclass(frozen=True)
class _Clip:
    path: Path
    machine_id: int
    label: int


@dataclass(frozen=True, eq=False)
class Recordings:
    """The clips of one part, K of them, and their inputs: 196 rows a clip, clip after clip."""

    rows: FileRows
    """(196 K, 1, 1, 640) int8: five frames of 128 bands one after another, as MLPerf Tiny has them."""
    machine_ids: NDArray[np.int64]
    """(K,) the number of the machine, 1 for id_01."""
    labels: NDArray[np.int64]
    """(K,) 0 normal, 1 anomaly."""

    @property
    def clips(self) -> NDArray[np.int64]:
        """(196 K,) the clip of each row."""
        return np.repeat(np.arange(len(self.labels)), MEL_ROWS)

    def rows_of(self, clip: int) -> NDArray[np.int64]:
        """The rows of clip number `clip`; a clip's score is the mean over them."""
        return np.arange(clip * MEL_ROWS, (clip + 1) * MEL_ROWS)


@dataclass(frozen=True, eq=False)
class ToyAdmos:
    """Both parts; an int8 input q stands for (q - zero_point) scale dB."""

    folder: Path
    """Where they were found."""
    scale: float
    zero_point: int
    train: Recordings
    test: Recordings


def load_toyadmos(root: Path, resolution: int | None, gray: bool) -> Source:
    """The toy cars as training data: normal sounds to be reconstructed, whole clips on one side of the validation split.

    Raises:
        RequestError: as `read_toyadmos`, and where a machine of the test part lacks normal or anomalous sounds.
    """
    if resolution is not None or gray:
        raise RequestError("data=toyadmos are features, never resized or gray; leave data.resolution and color at null")
    data = read_toyadmos(root)
    for machine in np.unique(data.test.machine_ids):
        if len(np.unique(data.test.labels[data.test.machine_ids == machine])) < 2:
            raise RequestError(
                f"{data.folder / 'test'}: machine id_{machine:02d} has clips of one kind only; an AUC needs normal ones and "
                "anomalies of every machine"
            )
    return Source(
        class_names=LABELS,
        source_shape=data.train.rows.shape[1:],
        resize=None,
        kind="feature",
        scale=data.scale,
        zero_point=data.zero_point,
        train=Part(np.zeros(data.train.rows.shape[0], np.int64), data.train.rows),
        test=Part(data.test.clips, data.test.rows),
        groups=data.train.clips,
        clips=Clips(data.test.machine_ids, data.test.labels),
    )


def read_toyadmos(root: Path) -> ToyAdmos:
    """The toy cars under `root`, in one of `PLACES`, or under `root`/toyadmos where `root` holds several sets, as int8 log-mel.

    Of each clip the frames 50 to 249 are used (8 s, `audio.machine_log_mel`), which MLPerf Tiny calls the central part. They
    are quantized over the range of the training part, widened to hold 0: scale = (high - low) / 255 and
    zero_point = round(-128 - low / scale). Test values beyond it saturate.
    """
    folders = [above / place for above in (root, root / "toyadmos") for place in PLACES]
    folder = fullest({folder: [folder / part for part in PARTS] for folder in folders})
    if folder is None:
        raise RequestError(
            f"data=toyadmos: {absence(root, 'toyadmos')}. It would hold the folders train and test of DCASE 2020's ToyCar, or "
            "ToyCar/ or dev_data/ToyCar/ with them; data.root=DIR names another folder"
        )
    train, test = (_clips(folder / part) for part in PARTS)
    anomaly = next((clip.path for clip in train if clip.label), None)
    if anomaly is not None:
        raise RequestError(f"{anomaly} is an anomaly in the training part, which holds normal sounds only; move it")
    low, high = _range(train)
    scale = (high - low) / 255
    zero_point = round(-128 - low / scale)
    return ToyAdmos(folder, scale, zero_point, _recordings(train, scale, zero_point), _recordings(test, scale, zero_point))


def _clips(folder: Path) -> list[_Clip]:
    """The wav files of a folder, in fixed order; every name tells machine and label."""
    clips = []
    for name in wav_names(folder):
        match = CLIP_NAME.fullmatch(name)
        if match is None:
            raise RequestError(
                f"{folder / name}: clips are called normal_id_<machine>_<n>.wav or anomaly_id_<machine>_<n>.wav, a machine has "
                "two digits; rename or remove it"
            )
        clips.append(_Clip(folder / name, int(match[2]), LABELS.index(match[1])))
    return clips


def _log_mel(path: Path) -> NDArray[np.float32]:
    """(200, 128) of one clip, which must be long enough."""
    samples = read_wav(path, MEL_FIRST_SAMPLE, MEL_SAMPLES)
    if len(samples) < MEL_SAMPLES:
        needed_s = (MEL_FIRST_SAMPLE + MEL_SAMPLES) / SAMPLE_RATE_HZ
        raise RequestError(f"{path} is too short: its frames 50 to 249 are used, which takes {needed_s:.0f} s of sound")
    return machine_log_mel(samples)


def _range(clips: list[_Clip]) -> tuple[float, float]:
    """Smallest and largest value of the clips, and 0. Each clip's are kept in the cache: finding them takes long."""

    def build() -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.uint8]]]:
        ends = (np.array([values.min(), values.max()]) for values in (_log_mel(clip.path) for clip in clips))
        return (len(clips), 1, 1, 8), (pair.view(np.uint8).reshape(1, 1, 8) for pair in ends)

    rows = cached_rows("toyadmos_range", _identity(clips), build)
    kept = np.empty(rows.shape, np.uint8)
    rows.read_into(np.arange(len(clips)), kept)
    ends = kept.reshape(-1).view(np.float32)
    return min(float(ends.min()), 0.0), max(float(ends.max()), 0.0)


def _recordings(clips: list[_Clip], scale: float, zero_point: int) -> Recordings:
    def build() -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.int8]]]:
        rows = (row for clip in clips for row in _stacked(to_int8(_log_mel(clip.path), scale, zero_point)))
        return (len(clips) * MEL_ROWS, 1, 1, MEL_STACKED * MEL_BANDS), rows

    return Recordings(
        rows=cached_rows("toyadmos", (scale, zero_point, *_identity(clips)), build, np.int8),
        machine_ids=np.array([clip.machine_id for clip in clips], dtype=np.int64),
        labels=np.array([clip.label for clip in clips], dtype=np.int64),
    )


def _identity(clips: list[_Clip]) -> Iterator[object]:
    yield "MLPerf Tiny log-mel"
    yield from file_identities(clip.path for clip in clips)


def _stacked(frames: NDArray[np.int8]) -> NDArray[np.int8]:
    """(196, 1, 1, 640) of frames (200, 128): row i holds the frames i to i + 4."""
    windows = np.lib.stride_tricks.sliding_window_view(frames, MEL_STACKED, axis=0)
    return windows.transpose(0, 2, 1).reshape(MEL_ROWS, 1, 1, -1)
