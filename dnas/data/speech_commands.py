"""Google's Speech Commands v0.02 as distributed: one folder of wav files per word, twelve classes as in MLPerf Tiny.

`root`/<word>/<speaker>_nohash_<n>.wav, `root`/_background_noise_/*.wav, validation_list.txt, testing_list.txt; the folder
that the archive unpacks to may also lie below `root`. Format and lists: Warden, arXiv 1804.03209.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm  # type: ignore[import-untyped]

from dnas.data.audio import (
    CLIP_SAMPLES,
    COEFFICIENTS,
    FRAMES,
    MFCC_SCALE,
    MFCC_ZERO_POINT,
    SAMPLE_RATE_HZ,
    mfcc,
    read_wav,
    to_int8,
    wav_length,
    wav_names,
)
from dnas.data.cache import PATIENCE_S, cached_rows, file_identities
from dnas.data.files import text_lines
from dnas.data.part import Part
from dnas.data.source import Source, checked_class_names
from dnas.errors import RequestError

WORDS = ("down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes")
CLASS_NAMES = (*WORDS, "silence", "unknown")
SILENCE, UNKNOWN = len(WORDS), len(WORDS) + 1
ARCHIVE, NOISE = "speech_commands_v0.02", "_background_noise_"
VALIDATION_LIST, TESTING_LIST = "validation_list.txt", "testing_list.txt"
FILES = f"{ARCHIVE}.tar.gz unpacked: a folder of wav files per word, {NOISE}, {VALIDATION_LIST}, {TESTING_LIST}"
CLIP_NAME = re.compile(r".+/.+_nohash_[0-9]+\.wav")
SHARE, SEED = 0.1, 2018  # of silence and of unknown words, next to the ten words; the same clips for every run
NOISE_PIECES = 5  # of each recording of noise; the last is the test part's, the one before it the validation part's
BATCH = 32  # clips whose features are computed at once: 15 MB of work

Piece = tuple[str, int, int]
"""Part of a recording of noise: its name, first sample and end."""


@dataclass(frozen=True, slots=True)
class _Clip:
    """One second of the wav file `name` (<word>/<file>) from sample `first` on. No group is in two parts."""

    name: str
    first: int
    label: int
    group: str


def load_speech_commands(root: Path, resolution: int | None, gray: bool = False) -> Source | None:
    """Ten words, silence and unknown words as int8 MFCC (49, 10, 1); None if there is no such folder.

    testing_list.txt is the test part, validation_list.txt the validation part, the clips on neither are trained on. If
    validation_list.txt is empty, a validation part can be split off by speaker (`Source.groups`). Of unknown words and of
    silence each part has a tenth of the words' number each, drawn with a fixed seed: the composition of Google's training
    script (10 % each) and of the official test archive (408 + 408 beside 4,074). MLPerf Tiny trains on TensorFlow Datasets'
    parts, in which all 25 unknown words are left whole; its test part is that archive, whose silence is not in the folder
    read here. Silence is one second of a recording of noise; the last fifth of each recording is the test part's, the one
    before it the validation part's if there is one, and the others are a group each.
    """
    folder = root / ARCHIVE if (root / ARCHIVE).is_dir() else root
    if not folder.is_dir():
        return None
    if resolution is not None or gray:
        raise RequestError("data=speech_commands are features, never resized or gray; leave data.resolution and color at null")
    clips = _clips(folder)
    known = set(clips)
    validation, testing = (_listed(folder / name, known) for name in (VALIDATION_LIST, TESTING_LIST))
    names = [
        [name for name in clips if name not in validation and name not in testing],
        [name for name in clips if name in validation],
        [name for name in clips if name in testing],
    ]
    _check_parts(folder, names[0], validation, testing)
    noise = _noise(folder)
    pieces = [noise[: -2 if validation else -1], noise[-2:-1], noise[-1:]]
    parts = [_part(*each) for each in zip(names, pieces, strict=True)]
    for part, what in zip(parts, ("training", "validation", "test"), strict=True):
        if not part and (validation or what != "validation"):
            raise RequestError(
                f"{folder}: the {what} part has no clip of {', '.join(WORDS)}; {TESTING_LIST} lists the clips to test on, "
                f"{VALIDATION_LIST} those to validate on, and the others are trained on: download the lists again"
            )
    samples = [clip for part in parts for clip in part]
    labels = np.array([clip.label for clip in samples], dtype=np.int64)
    train, val, test = np.split(np.arange(len(samples)), [len(parts[0]), len(parts[0]) + len(parts[1])])
    checked_class_names(CLASS_NAMES, labels[train], labels[test], folder)
    rows = cached_rows("speech_commands", _identity(folder, clips, samples), lambda: _features(folder, clips, samples), np.int8)
    everything = Part(labels, rows)
    numbers = {group: number for number, group in enumerate(sorted({clip.group for clip in parts[0]}))}
    return Source(
        class_names=CLASS_NAMES,
        source_shape=(FRAMES, COEFFICIENTS, 1),
        resize=None,
        kind="feature",
        scale=MFCC_SCALE,
        zero_point=MFCC_ZERO_POINT,
        train=everything.subset(train),
        test=everything.subset(test),
        val=everything.subset(val) if validation else None,
        groups=np.array([numbers[clip.group] for clip in parts[0]], dtype=np.int64),
    )


def _clips(folder: Path) -> list[str]:
    """<word>/<file> of every clip, in fixed order. Text, not paths: there are 105,829, and each path would take 1 KB."""
    words = sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and entry.name[0] not in "._")
    missing = [word for word in WORDS if word not in words]
    if missing:
        raise RequestError(
            f"{folder} is not Speech Commands: it has no folder {missing[0]}; it would hold a folder for each of "
            f"{', '.join(WORDS)}, and for other words"
        )
    clips = [f"{word}/{name}" for word in words for name in wav_names(folder / word)]
    for name in clips:
        if not CLIP_NAME.fullmatch(name):
            raise RequestError(f"{folder / name}: clips are called <speaker>_nohash_<n>.wav; rename or remove it")
    return clips


def _listed(path: Path, known: set[str]) -> set[str]:
    """The clips that a list names, one <word>/<file> a line; no other path is ever followed."""
    lines = text_lines(path, "clips of a part")
    for line in lines:
        if line not in known:
            raise RequestError(
                f"{path}: {line[:100]!r} is no clip in {path.parent}; a line is <word>/<file>.wav, and every clip listed must "
                "be there"
            )
    return set(lines)


def _speaker(name: str) -> str:
    return name.rpartition("/")[2].rpartition("_nohash_")[0]


def _check_parts(folder: Path, training: list[str], validation: set[str], testing: set[str]) -> None:
    """Refuses a clip on both lists; warns where clips of one speaker are in two parts.

    The official lists are made by a hash of the speaker (`which_set`), so that one that was cut short shows.
    """
    if both := validation & testing:
        raise RequestError(f"{folder}: {min(both)} is on {TESTING_LIST} and on {VALIDATION_LIST}; download the lists again")
    trained = {_speaker(name) for name in training}
    for name, listed in ((VALIDATION_LIST, validation), (TESTING_LIST, testing)):
        if shared := trained & {_speaker(clip) for clip in listed}:
            print(
                f"warning: {folder / name}: other clips of speaker {min(shared)} are trained on; officially all of a speaker "
                "are in one part: is the list cut short?",
                file=sys.stderr,
            )


def _noise(folder: Path) -> list[list[Piece]]:
    """For each of `NOISE_PIECES` equal pieces: that piece of all recordings."""
    pieces: list[list[Piece]] = [[] for _ in range(NOISE_PIECES)]
    for file in wav_names(folder / NOISE):
        name = f"{NOISE}/{file}"
        length = wav_length(folder / name)
        if length < NOISE_PIECES * CLIP_SAMPLES:
            seconds = length / SAMPLE_RATE_HZ
            raise RequestError(f"{folder / name} lasts {seconds:.2f} s; allowed for noise are {NOISE_PIECES} s and more")
        for number, piece in enumerate(pieces):
            piece.append((name, length * number // NOISE_PIECES, length * (number + 1) // NOISE_PIECES))
    return pieces


def _part(names: list[str], noise: list[list[Piece]]) -> list[_Clip]:
    """The clips of one part: all of the ten words, as many silences as unknown words, drawn."""
    rng = np.random.default_rng(SEED)
    words: list[_Clip] = []
    unknown: list[_Clip] = []
    for name in names:
        word, speaker = name.partition("/")[0], _speaker(name)
        if word in WORDS:
            words.append(_Clip(name, 0, WORDS.index(word), speaker))
        else:
            unknown.append(_Clip(name, 0, UNKNOWN, speaker))
    count = math.ceil(SHARE * len(words))
    drawn = [unknown[index] for index in np.sort(rng.permutation(len(unknown))[:count])]
    pieces = [piece for pieces in noise for piece in pieces]
    silence: list[_Clip] = []
    for index in range(count):
        name, start, end = pieces[index % len(pieces)]
        silence.append(_Clip(name, int(rng.integers(start, end - CLIP_SAMPLES + 1)), SILENCE, f"{name}/{start}"))
    return words + silence + drawn


def _identity(folder: Path, clips: list[str], samples: list[_Clip]) -> Iterator[object]:
    yield "MLPerf Tiny MFCC, every clip checked", MFCC_SCALE, MFCC_ZERO_POINT
    noise = sorted({clip.name for clip in samples if clip.label == SILENCE})
    yield from file_identities(f"{folder}/{name}" for name in (*clips, *noise))
    for clip in samples:
        yield clip.name, clip.first


def _features(
    folder: Path, clips: list[str], samples: list[_Clip]
) -> tuple[tuple[int, int, int, int], Iterator[NDArray[np.int8]]]:
    """Shape (N, 49, 10, 1) and int8 MFCC of all samples, one at a time; computed for `BATCH` of them at once.

    Before that the headers of the clips that are no samples are checked: a damaged folder is refused, whatever was drawn.
    """
    drawn = {clip.name for clip in samples}
    others = [name for name in clips if name not in drawn]
    for name in tqdm(others, "headers of speech_commands", leave=False, disable=None, delay=PATIENCE_S):
        wav_length(folder / name)

    def rows() -> Iterator[NDArray[np.int8]]:
        for start in range(0, len(samples), BATCH):
            waves = [read_wav(folder / clip.name, clip.first, CLIP_SAMPLES) for clip in samples[start : start + BATCH]]
            yield from to_int8(mfcc(waves), MFCC_SCALE, MFCC_ZERO_POINT)[..., np.newaxis]

    return (len(samples), FRAMES, COEFFICIENTS, 1), rows()
