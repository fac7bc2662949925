"""Wav files, whole and broken; audio features against TensorFlow, librosa, SciPy and the benchmark's own."""

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from sounds import chirp, noise, tone, write_wav

from dnas.data import audio
from dnas.data.audio import (
    cepstrum,
    keyword_filters,
    keyword_log_mel,
    machine_log_mel,
    mfcc,
    read_wav,
    to_int8,
    wav_length,
    wav_names,
)
from dnas.errors import RequestError

BENCHMARK = Path(__file__).parents[2] / "shared" / "data" / "speech_commands12.npz"

TENSORFLOW = {
    0: [-33.7745, 18.8009, 10.6221, 4.3645, 1.7378, 0.2918, -1.068, -1.9878, -1.4101, -1.886],
    24: [-44.7063, -13.2122, -4.8382, 10.2793, -7.9071, 1.8045, 3.6229, -4.8826, 2.4718, 0.4856],
    48: [-56.0226, -9.3104, 4.8688, -5.4052, 3.8208, -3.4565, 3.2823, -3.0037, 2.357, -1.8263],
}
"""MFCC of three frames of `chirp()`: the calls of get_dataset.py in TensorFlow 2.21.0, which is too large to need."""


def test_wav_files_are_read_in_part(tmp_path: Path) -> None:
    samples = noise(5_000)
    path = write_wav(tmp_path / "x.wav", samples)
    assert wav_length(path) == 5_000
    np.testing.assert_array_equal(read_wav(path, 0, 9_999), samples)
    np.testing.assert_array_equal(read_wav(path, 1_234, 100), samples[1_234:1_334])
    np.testing.assert_array_equal(read_wav(path, 4_990, 100), samples[4_990:])
    assert len(read_wav(path, 6_000, 100)) == 0


def test_other_chunks_are_skipped(tmp_path: Path) -> None:
    samples = noise(300)
    path = write_wav(tmp_path / "x.wav", samples)
    content = path.read_bytes()
    chunk = b"LIST" + struct.pack("<I", 6) + b"INFO!!"
    longer = content[:36] + chunk + content[36:] + chunk
    path.write_bytes(longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:])
    np.testing.assert_array_equal(read_wav(path, 0, 400), samples)


@pytest.mark.parametrize(
    ("rate_hz", "channels", "sample_bytes", "what"),
    [
        (8_000, 1, 2, "16-bit, 1 channels, 8,000 Hz"),
        (44_100, 2, 2, "16-bit, 2 channels, 44,100 Hz"),
        (16_000, 2, 2, "16-bit, 2 channels, 16,000 Hz"),
        (16_000, 1, 1, "8-bit, 1 channels, 16,000 Hz"),
        (16_000, 1, 3, "24-bit, 1 channels, 16,000 Hz"),
        (16_000, 1, 4, "32-bit, 1 channels, 16,000 Hz"),
    ],
)
def test_other_formats_are_refused(tmp_path: Path, rate_hz: int, channels: int, sample_bytes: int, what: str) -> None:
    path = write_wav(tmp_path / "x.wav", noise(1_200), rate_hz, channels, sample_bytes)
    with pytest.raises(RequestError, match=rf"x\.wav is {what}; allowed is 16-bit PCM, mono, 16,000 Hz; convert it"):
        read_wav(path, 0, 100)


def test_floats_and_compression_are_refused(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "x.wav", noise(1_000))
    content = path.read_bytes()
    for form in (2, 3, 6, 0x55, 0xFFFE):  # ADPCM, float, A-law, MP3, extensible
        path.write_bytes(content[:20] + struct.pack("<H", form) + content[22:])
        with pytest.raises(RequestError, match=rf"cannot read the wav file .*x\.wav: .*{form}.*; allowed is 16-bit PCM"):
            read_wav(path, 0, 100)


def test_extensible_pcm_is_read(tmp_path: Path) -> None:
    samples = noise(1_000)
    path = write_wav(tmp_path / "x.wav", samples)
    content = path.read_bytes()

    def write(form: int, cut: int = 0) -> None:
        guid = struct.pack("<IHH", form, 0, 0x10) + bytes.fromhex("800000aa00389b71")
        format_chunk = b"fmt " + struct.pack("<IH", 40, 0xFFFE) + content[22:36] + struct.pack("<HHI", 22, 16, 4) + guid
        chunks = b"WAVE" + format_chunk + content[36:]
        path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks)) + chunks[: len(chunks) - cut])

    write(1)
    assert wav_length(path) == 1_000
    np.testing.assert_array_equal(read_wav(path, 200, 300), samples[200:500])
    write(1, cut=2)
    with pytest.raises(RequestError, match=r"x\.wav is truncated: its header says 1,000 samples, the file has 2,066 bytes"):
        wav_length(path)
    write(3)  # float
    with pytest.raises(RequestError, match=r"cannot read the wav file .*x\.wav: unknown format: 65534; allowed is"):
        wav_length(path)


def test_broken_wav_files_are_named(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "x.wav", noise(1_000))
    content = path.read_bytes()
    wrong = [
        b"", b"RIFF", b"hello" * 20, content[:20], content[:36], content[:44], content[:45], content[:-1], content[:1_000],
        content[:4] + struct.pack("<I", 0xFFFFFFFF) + content[8:40] + struct.pack("<I", 0xFFFFFFFF) + content[44:],
        content[:4] + struct.pack("<I", 100) + content[8:],
        content[:40] + struct.pack("<I", 0) + content[44:],
        content[:22] + struct.pack("<H", 0) + content[24:],
        content[:34] + struct.pack("<H", 0) + content[36:],
        content.replace(b"data", b"none"),
        content.replace(b"fmt ", b"none"),
    ]  # fmt: skip
    for broken in wrong:
        path.write_bytes(broken)
        for read in (lambda: read_wav(path, 0, 100), lambda: wav_length(path)):
            with pytest.raises(RequestError, match=r"x\.wav"):
                read()
    path.write_bytes(content[:-2])
    with pytest.raises(RequestError, match=r"x\.wav is truncated: its header says 1,000 samples, the file has 2,042 bytes"):
        read_wav(path, 0, 10)
    path.write_bytes(content[:4] + struct.pack("<I", 100) + content[8:])
    with pytest.raises(RequestError, match=r"x\.wav: its chunks do not fit into the size that its header says; allowed is"):
        read_wav(path, 0, 10)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.wav").symlink_to(tmp_path / "loop.wav")
    (tmp_path / "folder.wav").mkdir()
    for name in ("nowhere.wav", "loop.wav", "folder.wav"):
        with pytest.raises(RequestError, match=name):
            wav_length(tmp_path / name)
    with (tmp_path / "huge.wav").open("wb") as file:
        file.truncate(audio.MAX_WAV_BYTES + 1)
    with pytest.raises(RequestError, match=r"huge\.wav has 16,777,217 bytes; allowed are 16,777,216"):
        wav_length(tmp_path / "huge.wav")


def test_random_damage_never_ends_in_another_error(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "x.wav", noise(200))
    content, rng = path.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(content)
        for position in rng.integers(0, 48, 3):
            damaged[position] = rng.integers(0, 256)
        path.write_bytes(damaged)
        with suppress(RequestError):
            assert read_wav(path, 0, 300).dtype == np.int16


def test_mfcc_equals_tensorflow() -> None:
    """Without noise, what leaks into far bands is rounding: 0.006 apart at most, a hundredth of an int8 step."""
    features = mfcc([chirp()])[0]
    assert features.shape == (49, 10)
    for frame, expected in TENSORFLOW.items():
        np.testing.assert_allclose(features[frame], expected, atol=0.008)


def test_mfcc_of_short_long_and_silent_clips() -> None:
    short, long = noise(9_001), noise(20_000)
    silence = np.zeros(16_000, np.int16)
    features = mfcc([short, long, silence, silence[:0], np.full(16_000, -5, np.int16)])
    assert np.isfinite(features).all()
    padded, whole = mfcc([np.pad(short, (0, 6_999)), long[:16_000]])
    np.testing.assert_array_equal(features[0], padded)
    np.testing.assert_array_equal(features[1], whole)
    floor = np.zeros(10)
    floor[0] = np.sqrt(2 / 40) * 40 * np.log(1e-6)  # of 40 equal bands only c_0 is left
    for silent in (features[0, 29:], features[2], features[3]):
        np.testing.assert_allclose(silent, np.broadcast_to(floor, silent.shape), atol=1e-4)


def test_loudness_does_not_matter_but_the_sign_of_the_largest_sample_does() -> None:
    click = noise(16_000) // 8
    click[8_000] = 3_000
    np.testing.assert_allclose(mfcc([click])[0], mfcc([click * 2])[0], atol=1e-4)
    assert abs(mfcc([click])[0] - mfcc([-click])[0])[0, 0] > 5


def test_a_tone_is_loudest_in_its_band() -> None:
    mel = 1127 * np.log1p(np.array([20, 4000]) / 700)
    centers_hz = 700 * np.expm1(np.linspace(*mel, 42)[1:-1] / 1127)
    for band in (5, 17, 39):
        assert (keyword_log_mel([tone(centers_hz[band])])[0].argmax(axis=1) == band).all()
    filters = keyword_filters().numpy()
    assert (filters[[0, *range(128, 257)]] == 0).all(), "nothing at 0 Hz and from 4 kHz on"
    neighbors = filters[2:120].sum(axis=1)  # between the first and the last center the triangles add up to 1
    np.testing.assert_allclose(neighbors, 1, atol=1e-6)


def test_mfcc_equals_scipy() -> None:
    fft = pytest.importorskip("scipy.fft", reason="compares with SciPy's STFT and DCT")
    signal = pytest.importorskip("scipy.signal", reason="compares with SciPy's STFT and DCT")
    samples = noise(12_345)
    scaled = np.pad(samples / samples.max(), (0, 3_655))
    window = signal.get_window("hann", 480)
    frames = np.stack([fft.rfft(window * scaled[start : start + 480], 512) for start in range(0, 15_521, 320)])
    log_mel = np.log(np.abs(frames) @ keyword_filters().numpy() + 1e-6)
    np.testing.assert_allclose(keyword_log_mel([samples])[0], log_mel, atol=1e-4)
    coefficients = fft.dct(log_mel, type=2, norm="ortho")[:, :10]
    coefficients[:, 0] *= np.sqrt(2)
    np.testing.assert_allclose(mfcc([samples])[0], coefficients, atol=1e-4)


def test_the_benchmarks_own_features() -> None:
    """Its MFCC from its log-mel, both as stored: the log-mel's steps of 0.0777 leave at most one int8 step.

    A log-mel off by 0.0777 / sqrt(12) rms moves a coefficient as much, 0.038 int8 steps, which rounds to the other side in
    3.1 % of the values: sqrt(2 / pi) 0.038. The first coefficient's variance is twice that.
    """
    if not BENCHMARK.is_file():
        pytest.skip(f"the benchmark data are absent: {BENCHMARK}")
    stored = np.load(BENCHMARK)
    low, high = float(stored["logmel_lo"]), float(stored["logmel_hi"])
    assert float(stored["quant_scale"]) == pytest.approx(audio.MFCC_SCALE, abs=1e-5)
    assert int(stored["quant_zero_point"]) == audio.MFCC_ZERO_POINT
    for part in ("train", "test"):
        log_mel = low + stored[f"logmel_{part}"][..., 0] * np.float32((high - low) / 255)
        features = to_int8(cepstrum(log_mel), audio.MFCC_SCALE, audio.MFCC_ZERO_POINT)
        apart = np.abs(features.astype(int) - stored[f"x_{part}"][..., 0])
        assert apart.max() == 1
        assert apart.mean() < 0.033
        assert low == pytest.approx(np.log(1e-6), abs=1e-5), "what a band of nothing is"


def test_machine_features_equal_librosa() -> None:
    librosa = pytest.importorskip("librosa", reason="compares with librosa, of the experiments extra")
    filters = librosa.filters.mel(sr=16_000, n_fft=1024, n_mels=128)
    np.testing.assert_allclose(audio.machine_filters().numpy(), filters.T, atol=1e-8)
    for samples in (noise(160_000), chirp(160_000) + noise(160_000) // 100, tone(1_000, 170_000) + noise(170_000, 1) // 9):
        power = librosa.feature.melspectrogram(
            y=samples.astype(np.float32) / 32_768, sr=16_000, n_fft=1024, hop_length=512, n_mels=128, power=2.0
        )
        expected = 20.0 / 2.0 * np.log10(power + np.finfo(float).eps)[:, 50:250].T
        np.testing.assert_allclose(machine_log_mel(samples[25_088:128_000]), expected, atol=0.005)


def test_machine_features_of_nothing_and_of_a_tone() -> None:
    nothing = machine_log_mel(np.zeros(audio.MEL_SAMPLES, np.int16))
    assert nothing.shape == (200, 128)
    np.testing.assert_allclose(nothing, 10 * np.log10(np.finfo(float).eps), atol=1e-4)
    # 1 kHz is 15 mel of Slaney's scale; 130 corners from 0 to 45.2 mel put the next center at band 42.
    assert (machine_log_mel(tone(1_000, audio.MEL_SAMPLES)).argmax(axis=1) == 42).all()


def test_quantization_rounds_and_saturates() -> None:
    values = np.array([0, 0.29, 0.3, -0.3, 25.7, 26.0, 1e9, -123.0, -124.0, -1e9], np.float32)
    np.testing.assert_array_equal(to_int8(values, 0.5847, 83), [83, 83, 84, 82, 127, 127, 127, -127, -128, -128])


def test_names_in_capitals_are_wav_files_too(tmp_path: Path) -> None:
    for name in ("b.WAV", "a.wav", ".c.wav", "d.txt"):
        (tmp_path / name).touch()
    assert wav_names(tmp_path) == ["a.wav", "b.WAV"]
