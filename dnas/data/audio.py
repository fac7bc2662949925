"""Wav files, and the audio features of MLPerf Tiny: MFCC for keyword spotting, log-mel for anomaly detection.

Sources: github.com/mlcommons/tiny, benchmark/training: keyword_spotting/get_dataset.py and anomaly_detection/common.py. What
they call in TensorFlow and librosa is written here in torch, which is loaded when the first features are computed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dnas.data.npy import regular_file
from dnas.errors import RequestError

if TYPE_CHECKING:
    import wave

    from torch import Tensor

Wave = NDArray[np.int16]
Floats = NDArray[np.float32]

SAMPLE_RATE_HZ = 16_000
MAX_WAV_BYTES = 16 << 20  # eight minutes; the longest official file is a minute and a half
EXTENSIBLE = b"\xfe\xff"  # a format that names its own at the header's end, here PCM's
EXTENSIBLE_PCM = bytes.fromhex("0100000000001000800000aa00389b71")
ALLOWED = "allowed is 16-bit PCM, mono, 16,000 Hz; convert it (ffmpeg -i IN -ac 1 -ar 16000 -sample_fmt s16 OUT.wav)"

CLIP_SAMPLES = SAMPLE_RATE_HZ  # a keyword's clip: one second
FRAMES, MFCC_BANDS, COEFFICIENTS = 49, 40, 10
MFCC_WINDOW, MFCC_HOP, MFCC_FFT = 480, 320, 512  # 30 ms, 20 ms, the next power of two
MFCC_LOW_HZ, MFCC_HIGH_HZ = 20.0, 4000.0
MFCC_SCALE, MFCC_ZERO_POINT = 0.58470, 83  # the int8 input of MLPerf Tiny's network

MEL_BANDS, MEL_FFT, MEL_HOP = 128, 1024, 512
MEL_FIRST_FRAME, MEL_FRAMES = 50, 200  # the middle of a clip, the same frames of each
MEL_STACKED = 5
MEL_ROWS = MEL_FRAMES - MEL_STACKED + 1
MEL_FIRST_SAMPLE = MEL_FIRST_FRAME * MEL_HOP - MEL_FFT // 2  # frame i is centered at sample i hop
MEL_SAMPLES = (MEL_FRAMES - 1) * MEL_HOP + MEL_FFT


def wav_names(folder: Path) -> list[str]:
    """Names of the wav files in a folder, in fixed order, hidden ones left out; at least one."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".wav") and not name.startswith("."))
    except OSError as error:
        raise RequestError(f"cannot read the folder {folder}, which would hold wav files: {error.strerror}") from error
    if not names:
        raise RequestError(f"{folder} has no wav files")
    return names


def wav_length(path: Path) -> int:
    """Samples of a wav file that `read_wav` can read."""
    with _opened(path) as reader:
        return reader.getnframes()


def read_wav(path: Path, first: int, count: int) -> Wave:
    """Samples `first`, ..., `first` + `count` - 1 of a wav file, fewer where it ends before."""
    with _opened(path) as reader:
        reader.setpos(min(first, reader.getnframes()))
        return np.frombuffer(reader.readframes(count), np.int16)


@contextmanager
def _opened(path: Path) -> Iterator[wave.Wave_read]:
    """The file, if its header is one that is read here and its last sample is there."""
    import wave

    size = regular_file(path, "sound, a wav file").stat().st_size
    if size > MAX_WAV_BYTES:
        raise RequestError(f"{path} has {size:,} bytes; allowed are {MAX_WAV_BYTES:,}, more than eight minutes: cut it")
    try:
        with path.open("rb") as file, wave.open(_plain(file)) as reader:
            count, channels, bits = reader.getnframes(), reader.getnchannels(), 8 * reader.getsampwidth()
            if (channels, bits, reader.getframerate()) != (1, 16, SAMPLE_RATE_HZ):
                what = f"{bits}-bit, {channels} channels, {reader.getframerate():,} Hz"
                raise RequestError(f"{path} is {what}; {ALLOWED}")
            if count == 0:
                raise RequestError(f"{path} holds no samples")
            reader.setpos(count - 1)
            if len(reader.readframes(1)) != 2:
                raise RequestError(f"{path} is truncated: its header says {count:,} samples, the file has {size:,} bytes")
            yield reader
    except RequestError:
        raise
    except Exception as error:  # the header is a stranger's: its parser raises wave.Error, EOFError, RuntimeError, ...
        silent = {EOFError: "it ends too early", RuntimeError: "its chunks do not fit into the size that its header says"}
        reason = str(error) or silent.get(type(error), type(error).__name__)
        raise RequestError(f"cannot read the wav file {path}: {reason}; {ALLOWED}") from error


def _plain(file: BinaryIO) -> BinaryIO:
    """The file; of extensible PCM, which `wave` cannot read, a copy in memory that is labeled PCM."""
    head = file.read(60)
    if head[12:16] + head[20:22] + head[44:] == b"fmt " + EXTENSIBLE + EXTENSIBLE_PCM:
        return BytesIO(head[:20] + b"\x01\x00" + head[22:] + file.read())
    file.seek(0)
    return file


def to_int8(values: Floats, scale: float, zero_point: int) -> NDArray[np.int8]:
    """Rounded to nearest and saturated, q = clamp(round(x / scale) + zero_point, -128, 127).

    MLPerf Tiny's scripts cast instead, which cuts off toward zero and wraps around.
    """
    quantized: NDArray[np.int8] = np.clip(np.rint(values / scale) + zero_point, -128, 127).astype(np.int8)
    return quantized


def mfcc(waves: Sequence[Wave]) -> Floats:
    """MFCC (N, 49, 10) of clips of up to one second, as MLPerf Tiny's keyword spotting.

    mfcc = DCT(log(mel |STFT(x / max x)| + 1e-6)), where x is filled up with zeros at its end or cut to 16,000 samples. The
    maximum is that of the signed samples, as there. Not taken over: background noise mixed into training clips (our
    augmentation works on features) and a time shift that is fixed at none there. Where no sample is positive, x / max x is
    not a number there; here x / 32768 takes its place.
    """
    return cepstrum(keyword_log_mel(waves))


def keyword_log_mel(waves: Sequence[Wave]) -> Floats:
    """log(mel + 1e-6) of 40 bands, (N, 49, 40): what `mfcc` transforms."""
    import torch

    padded = np.zeros((len(waves), CLIP_SAMPLES), np.float32)
    for row, samples in zip(padded, waves, strict=True):
        kept = samples[:CLIP_SAMPLES]
        peak = int(kept.max(initial=0))
        row[: len(kept)] = kept / np.float32(peak if peak > 0 else 32_768)
    magnitude = _magnitude(torch.from_numpy(padded), MFCC_WINDOW, MFCC_HOP, MFCC_FFT)
    log_mel: Floats = torch.log(magnitude @ keyword_filters() + 1e-6).numpy()
    return log_mel


def cepstrum(log_mel: Floats) -> Floats:
    """The first 10 coefficients c_k = sqrt(2 / M) sum_m s_m cos(pi k (2 m + 1) / (2 M)) of M bands.

    HTK's scale, as tf.signal.mfccs_from_log_mel_spectrograms: the orthonormal DCT-II but for c_0, which is sqrt(2) larger.
    """
    bands = log_mel.shape[-1]
    angle = np.pi / (2 * bands) * np.outer(2 * np.arange(bands) + 1, np.arange(COEFFICIENTS))
    coefficients: Floats = log_mel @ (np.sqrt(2 / bands) * np.cos(angle)).astype(np.float32)
    return coefficients


def machine_log_mel(samples: Wave) -> Floats:
    """Log-mel (200, 128) in dB of one clip's middle, as MLPerf Tiny's anomaly detection.

    10 log10(mel |STFT(x / 32768)|^2 + eps), frames 50 to 249 of librosa's centered ones, eps that of float64. Five neighbors
    in a row make one input of the autoencoder: 196 inputs of 640 values a clip.

    Args:
        samples: `MEL_SAMPLES` from `MEL_FIRST_SAMPLE` on; no frame reaches beyond them, so nothing is padded.
    """
    import torch

    assert len(samples) == MEL_SAMPLES, f"{len(samples)} samples, {MEL_SAMPLES} expected"
    magnitude = _magnitude(torch.from_numpy(samples / np.float32(32_768)), MEL_FFT, MEL_HOP, MEL_FFT)
    log_mel: Floats = (10 * torch.log10(magnitude.square() @ machine_filters() + float(np.finfo(np.float64).eps))).numpy()
    return log_mel


def _magnitude(waves: Tensor, window: int, hop: int, fft: int) -> Tensor:
    """|STFT| (..., frames, fft / 2 + 1) under a periodic Hann window; frames begin at 0, hop, ... and end inside."""
    import torch

    frames = waves.unfold(-1, window, hop) * torch.hann_window(window, periodic=True)
    magnitude: Tensor = torch.fft.rfft(frames, n=fft).abs()
    return magnitude


@cache
def keyword_filters() -> Tensor:
    """(257, 40): triangles of height 1 over HTK's mel(f) = 1127 ln(1 + f / 700), as tf.signal.linear_to_mel_weight_matrix."""
    import torch

    def mel(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1127 * np.log1p(frequency_hz / 700)

    low, high = mel(np.array([MFCC_LOW_HZ, MFCC_HIGH_HZ]))
    return torch.from_numpy(_triangles(mel(_bins_hz(MFCC_FFT)), np.linspace(low, high, MFCC_BANDS + 2)).astype(np.float32))


@cache
def machine_filters() -> Tensor:
    """(513, 128): triangles of area 1 over Hz, as librosa.filters.mel, at equal steps of Slaney's mel from 0 Hz to 8 kHz.

    Slaney's scale (Auditory Toolbox, 1998) is f / (200 / 3) up to 1 kHz = 15 mel; from there 27 mel are a factor of 6.4.
    """
    import torch

    top_mel = 15 + 27 * np.log(SAMPLE_RATE_HZ / 2 / 1000) / np.log(6.4)
    steps = np.linspace(0, top_mel, MEL_BANDS + 2)
    corners_hz = np.where(steps < 15, steps * (200 / 3), 1000 * 6.4 ** ((steps - 15) / 27))
    area = (corners_hz[2:] - corners_hz[:-2]) / 2
    return torch.from_numpy((_triangles(_bins_hz(MEL_FFT), corners_hz) / area).astype(np.float32))


def _bins_hz(fft: int) -> NDArray[np.float64]:
    return np.arange(fft // 2 + 1, dtype=np.float64) * (SAMPLE_RATE_HZ / fft)


def _triangles(at: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """(len(at), len(corners) - 2): triangle k rises from corner k to 1 at corner k + 1 and falls to corner k + 2."""
    widths = np.diff(corners)
    rising = (at[:, np.newaxis] - corners[:-2]) / widths[:-1]
    falling = (corners[2:] - at[:, np.newaxis]) / widths[1:]
    return np.maximum(0, np.minimum(rising, falling))
