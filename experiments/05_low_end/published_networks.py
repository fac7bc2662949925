"""The published networks for visual wake words on our test pictures, and what they cost on three low-end boards.

    python ../shared/data/unpack.py vww96 DIR
    .venv/bin/python experiments/05_low_end/published_networks.py ../shared/models DIR/vww96

The files stay where they are. Pictures are brought to each network's input by PIL (gray first where it has one channel), as
int8 = pixel - 128 or uint8 = pixel: all of these networks were quantized so. Our test part has 385 of the original pictures at
96x96; networks that were trained on others, larger ones, are at no home advantage here, and some may have seen some of them.
Writes results/published/05_low_end/published_vww.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from tflite_micro.python.tflite_micro import runtime

from dnas.config import board
from dnas.data.resize import resize_image
from dnas.pricing import priced
from dnas.reader import read_model

OUT = Path(__file__).resolve().parents[2] / "results" / "published" / "05_low_end"
BOARDS = ("nucleo_l010rb", "arduino_nano_33_iot", "nucleo_l412kb")
ARENA_BYTES = 4 * 2**20
NAMES = ("vww", "person")
"""Parts of the names of files that tell persons from none."""


def decisions(model: Path, images: np.ndarray) -> np.ndarray:
    """Class decided for every picture (N, H, W, 3), by TFLM's interpreter (LiteRT refuses the oldest of the files)."""
    interpreter = runtime.Interpreter.from_bytes(model.read_bytes(), arena_size=ARENA_BYTES)
    put = interpreter.get_input_details(0)
    _, height, width, channels = (int(n) for n in put["shape"])
    if height != width:
        raise SystemExit(f"{model}: an input of {height}x{width}; square ones are expected")
    found = []
    for image in images:
        pixels = resize_image(image, height, gray=channels == 1)
        interpreter.set_input((pixels if put["dtype"] is np.uint8 else (pixels ^ 0x80).view(np.int8))[None], 0)
        interpreter.invoke()
        found.append(int(interpreter.get_output(0).reshape(-1).argmax()))
    return np.array(found)


def row(model: Path, images: np.ndarray, labels: np.ndarray) -> str:
    """Accuracy with its binomial standard error, and the costs."""
    right = float((decisions(model, images) == labels).mean())
    error = (right * (1 - right) / len(labels)) ** 0.5
    read, size = read_model(model), model.stat().st_size
    cells = [model.stem, f"{100 * right:.1f} ± {100 * error:.1f} %"]
    for name in BOARDS:
        cost = priced(read, size, board(name))
        sizes = (cost["sram_bytes"] / 1024, cost["flash_bytes"] / 1024, 1000 * cost["latency_s"])
        cells.append("{:.1f} KiB, {:.1f} KiB, {:.0f} ms".format(*sizes) + ("" if cost["fits"] else ", does not fit"))
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, help="folder of the published .tflite files")
    parser.add_argument("data", type=Path, help="folder of vww96")
    given = parser.parse_args()
    images, labels = np.load(given.data / "x_test.npy"), np.load(given.data / "y_test.npy")
    files = [path for path in sorted(given.models.glob("*.tflite")) if any(name in path.stem for name in NAMES)]
    lines = [f"| network | accuracy | {' | '.join(BOARDS)} |", "|---" * (2 + len(BOARDS)) + "|"]
    lines += [row(path, images, labels) for path in files]
    OUT.mkdir(parents=True, exist_ok=True)
    head = "Written by experiments/05_low_end/published_networks.py; SRAM, flash and predicted latency on each board."
    text = "\n".join([head, "", *lines, ""])
    (OUT / "published_vww.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
