"""How strongly training samples are changed: part of the run's schema, and what `augment` applies."""

from __future__ import annotations

from dataclasses import dataclass

from dnas.errors import RequestError


@dataclass
class Augment:
    """Strength of each change; 0 (False) switches it off."""

    shift_px: int = 0
    """Moves by up to this many pixels along each axis."""
    flip: bool = False
    """Mirrors left and right, one sample in two."""
    cutout_px: int = 0
    """Paints a square of this side, anywhere, with the sample's mean."""
    brightness: float = 0.0
    """Adds up to this share of the value range to a sample, and up to half of it to each channel of a color image."""
    contrast: float = 0.0
    """Multiplies the distance from the sample's mean by 1 - contrast to 1 + contrast."""
    rotate_deg: float = 0.0
    """Turns by up to this angle."""
    scale_jitter: float = 0.0
    """Zooms by a factor of 1 - scale_jitter to 1 + scale_jitter."""
    crop_min_area: float = 0.0
    """Takes a random window of at least this share of the area, sides 3:4 to 4:3, no side longer than the picture's (which may
    make it smaller), and blows it up; 0 or 1: the whole. Pictures that are made smaller for the network are cut before that, so
    that a window shows details of its own."""
    noise: float = 0.0
    """Adds normal noise with this multiple of each column's standard deviation (a column is one coefficient of a feature)."""
    time_shift: int = 0
    """Moves by up to this many rows along the height, which is time in features."""
    mixup: float = 0.0
    """Mixes each sample and its label with another one's, by shares drawn from Beta(mixup, mixup)."""

    def __post_init__(self) -> None:
        for name, upper in UPPER.items():
            value = getattr(self, name)
            if not 0 <= value <= upper:
                raise RequestError(f"data.augment.{name}={value}; allowed is 0 (off) to {upper}")


UPPER: dict[str, float] = {
    "shift_px": 1024,
    "cutout_px": 1024,
    "brightness": 1,
    "contrast": 1,
    "rotate_deg": 180,
    "scale_jitter": 0.9,
    "crop_min_area": 1,
    "noise": 10,
    "time_shift": 1024,
    "mixup": 10,
}
