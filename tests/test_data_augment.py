"""Augmentation: shape, range, reproducible by seed, and each change against what it says."""

import numpy as np
import pytest
import torch
from torch import Generator, Tensor

from dnas.data import Augment
from dnas.data.augment import Border, augment_batch, mix
from dnas.errors import RequestError

STRONG = Augment(
    shift_px=3, flip=True, cutout_px=5, brightness=0.3, contrast=0.3, rotate_deg=20, scale_jitter=0.2, crop_min_area=0.5,
    noise=0.2, time_shift=2,
)  # fmt: skip


def seeded(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def change(x: Tensor, augment: Augment, border: Border = Border.ZEROS, seed: int = 0) -> Tensor:
    return augment_batch(x, augment, seeded(seed), (0.0, 1.0), border)


@pytest.fixture
def batch() -> Tensor:
    return torch.rand((16, 3, 12, 9), generator=seeded(1))


@pytest.mark.parametrize("border", Border)
@pytest.mark.parametrize("shape", [(16, 3, 12, 9), (1, 1, 49, 10), (5, 2, 4, 4)])
def test_shape_range_and_input_are_kept(shape: tuple[int, ...], border: Border) -> None:
    x = torch.rand(shape, generator=seeded(1))
    before = x.clone()
    y = change(x, STRONG, border)
    assert y.shape == x.shape
    assert y.dtype == torch.float32
    assert 0 <= y.min() <= y.max() <= 1
    assert torch.equal(x, before)
    assert not torch.equal(y, x)


def test_the_seed_decides(batch: Tensor) -> None:
    assert torch.equal(change(batch, STRONG, seed=1), change(batch, STRONG, seed=1))
    assert not torch.equal(change(batch, STRONG, seed=1), change(batch, STRONG, seed=2))


def test_nothing_switched_on_changes_nothing(batch: Tensor) -> None:
    assert torch.equal(change(batch, Augment()), batch)
    assert torch.equal(change(batch, Augment(crop_min_area=1.0)), batch)


def shifted(image: Tensor, down: int, right: int, border: Border) -> Tensor:
    """One image moved by (down, right), pixel by pixel."""
    _, height, width = image.shape
    out = torch.zeros_like(image)
    for row in range(height):
        for column in range(width):
            r, c = row - down, column - right
            if border is Border.ZEROS and not (0 <= r < height and 0 <= c < width):
                continue
            if border is Border.REFLECT:
                r, c = abs(r), abs(c)
                r, c = min(r, 2 * (height - 1) - r), min(c, 2 * (width - 1) - c)
            out[:, row, column] = image[:, min(max(r, 0), height - 1), min(max(c, 0), width - 1)]
    return out


@pytest.mark.parametrize("border", Border)
@pytest.mark.parametrize("flip", [False, True])
def test_every_sample_is_shifted_and_mirrored_by_whole_pixels(batch: Tensor, border: Border, flip: bool) -> None:
    moved = change(batch, Augment(shift_px=2, flip=flip), border)
    seen = set()
    for before, after in zip(batch, moved, strict=True):
        matches = [
            (down, right, mirrored)
            for down in range(-2, 3)
            for right in range(-2, 3)
            for mirrored in (False, True)
            if torch.equal(shifted(before.flip(2) if mirrored else before, down, right, border), after)
        ]
        assert len(matches) == 1
        seen.add(matches[0])
    assert len(seen) > 8
    assert {mirrored for _, _, mirrored in seen} == ({False, True} if flip else {False})


def test_time_shift_moves_along_the_height_only() -> None:
    x = torch.arange(49.0).view(1, 1, 49, 1).expand(64, 1, 49, 10) / 48
    y = change(x, Augment(time_shift=4), Border.EDGE)
    assert torch.equal(y, y[..., :1].expand_as(y))
    offsets = ((x - y)[:, 0, 20, 0] * 48).round().long()
    assert set(offsets.tolist()) == set(range(-4, 5))


def test_cutout_paints_one_square_with_the_mean(batch: Tensor) -> None:
    y = change(batch, Augment(cutout_px=3))
    for before, after in zip(batch, y, strict=True):
        touched = (before != after).any(0)
        assert 4 <= touched.sum() <= 9, "a square of 3, cut off at the edge"
        rows, columns = touched.any(1).sum(), touched.any(0).sum()
        assert touched.sum() == rows * columns
        torch.testing.assert_close(after[:, touched], before.mean().expand(3, int(touched.sum())))


def test_brightness_and_contrast_are_affine_per_channel(batch: Tensor) -> None:
    x = 0.4 + 0.2 * batch  # far from the limits: nothing is clamped
    y = change(x, Augment(brightness=0.1, contrast=0.3))
    before, after = x.flatten(2), y.flatten(2)
    gain = after.std(2) / before.std(2)
    torch.testing.assert_close(gain, gain[:, :1].expand_as(gain), rtol=1e-4, atol=1e-4)
    assert 0.7 <= gain.min() < 0.9
    assert 1.1 < gain.max() <= 1.3
    residual = (after - after.mean(2, keepdim=True)) - gain[..., None] * (before - before.mean(2, keepdim=True))
    assert residual.abs().max() < 1e-5
    bias = (y - x).mean(dim=(1, 2, 3))
    assert 0.03 < bias.abs().max() <= 0.15


def test_noise_follows_each_column() -> None:
    x = torch.rand((256, 1, 49, 2), generator=seeded(3)) * torch.tensor([1.0, 0.01])
    noise = augment_batch(x, Augment(noise=0.1), seeded(), (-10.0, 10.0), Border.EDGE) - x
    ratio = noise.std(dim=(0, 1, 2)) / x.std(dim=(0, 1, 2))
    torch.testing.assert_close(ratio, torch.full((2,), 0.1), rtol=0.05, atol=0)


def test_rotation_keeps_a_disk_and_its_place() -> None:
    """On a grid that is not square a wrong aspect ratio would shear the disk."""
    rows, columns = torch.meshgrid(torch.arange(40.0) - 19.5, torch.arange(60.0) - 29.5, indexing="ij")
    disk = ((rows**2 + columns**2).sqrt() < 12).float().expand(8, 1, 40, 60)
    turned = change(disk, Augment(rotate_deg=180))
    assert (turned - disk).abs().mean() < 0.01
    bar = (columns.abs() < 2).float().expand(8, 1, 40, 60)
    assert (change(bar, Augment(rotate_deg=90)) - bar).abs().mean(dim=(1, 2, 3)).max() > 0.05


def test_zoom_changes_the_size() -> None:
    square = torch.zeros((64, 1, 40, 40))
    square[:, :, 10:30, 10:30] = 1
    area = change(square, Augment(scale_jitter=0.2)).sum(dim=(1, 2, 3)) / 400
    assert 0.62 < area.min() < 0.8
    assert 1.2 < area.max() < 1.46


def test_random_windows_stay_inside_the_picture() -> None:
    """A picture that is a ramp stays a ramp, within its values, with a slope of the window's share."""
    ramp = torch.linspace(0, 1, 64).view(1, 1, 1, 64).expand(128, 1, 64, 64)
    y = change(ramp, Augment(crop_min_area=0.5), Border.REFLECT)
    span = (y[:, 0, 32, 56] - y[:, 0, 32, 8]) / (48 / 63)
    assert 0.6 < span.min() < 0.75  # sqrt(0.5 * 3/4) = 0.61
    assert 0.95 < span.max() <= 1.001
    assert torch.all(y.diff(dim=3) >= -1e-6)


@pytest.mark.parametrize("wrong", [{"shift_px": -1}, {"crop_min_area": 1.5}, {"noise": float("nan")}, {"scale_jitter": 1.0}])
def test_impossible_strengths_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(RequestError, match=rf"data\.augment\.{next(iter(wrong))}="):
        Augment(**wrong)  # type: ignore[arg-type]


def test_samples_and_labels_are_mixed_alike() -> None:
    labels = torch.arange(16) % 5
    x = torch.nn.functional.one_hot(labels, 5).float().view(16, 5, 1, 1)  # each sample says its own label
    before = x.clone()
    mixed, shares = mix(x, labels, 5, 0.4, np.random.default_rng(0))
    assert torch.equal(x, before)
    assert shares.dtype == torch.float32
    assert torch.equal(mixed.flatten(1), shares)
    assert torch.allclose(shares.sum(1), torch.ones(16))
    parts = shares[(shares > 0) & (shares < 1)].unique()
    assert len(parts) == 2, "one share for the whole batch"
    assert parts.sum().item() == pytest.approx(1.0)
    assert torch.allclose(shares.mean(0), x.mean(0).flatten(), atol=1e-6), "every sample is a partner once"


def test_the_strength_of_mixing_is_that_of_a_beta_distribution() -> None:
    x, labels, rng = torch.zeros(2, 1, 1, 1), torch.tensor([0, 1]), np.random.default_rng(0)
    for strength in (0.2, 1.0):
        drawn = [mix(x, labels, 2, strength, rng)[1] for _ in range(4000)]
        lam = np.array([y[0, 0].item() for y in drawn if y[0, 0] < 1])  # of those with the other one as a partner
        assert lam.mean() == pytest.approx(0.5, abs=0.03)
        assert lam.var() == pytest.approx(1 / (4 * (2 * strength + 1)), abs=0.01)
