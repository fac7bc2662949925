"""Cycles per instruction of a board with one runtime, from whole networks that were measured and published.

cycles_per_instruction = geometric mean over networks of published latency x clock / predicted instructions
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import measurements
import numpy as np
from scipy.optimize import nnls

from dnas.cost import latency
from dnas.cost.flash import weight_count
from dnas.geometry import Network

CORE_OF = {"Cortex-M7": "cortex-m7", "Cortex-M4": "cortex-m4", "Cortex-M33": "cortex-m4"}
"""Published core -> emulated core; the Cortex-M33 runs the same DSP kernels as the Cortex-M4."""

WAKE_VISION, ST_ZOO, ST_ZOO_2 = "harvard-edge/Wake_Vision", "STzoo-v1", "STzoo-v2"
MODEL_FILES = {
    # published name (and input, where sizes share the name) -> file of the models' folder
    ("Person Detection (TFLM)", ""): "tflm_person_detect",
    ("MicroNet-VWW-3", ""): "wakevision_micronets_vww3_128_128_INT8",
    ("AD-baseline", ""): "mlperf_ad_fc_autoencoder",
    ("FC-AutoEncoder (MLPerf Tiny AD)", ""): "mlperf_ad_fc_autoencoder",
    ("ResNet-8 (MLPerf Tiny IC)", ""): "mlperf_ic_resnet8",
    ("MobileNetV1-0.25 (MLPerf Tiny VWW)", ""): "mlperf_vww_mobilenetv1_025",
    ("DS-CNN (MLPerf Tiny KWS)", ""): "mlperf_kws_dscnn",
    ("mcunet-vww1", ""): "wakevision_mcunet-5fps_vww",
}
LISTED_FILES = {
    # the same -> repository and path in network_layers.csv
    ("MicroNet-VWW-4", ""): (WAKE_VISION, "wv_quality_micronets_vww4_128_128_INT8.tflite"),
    ("mcunet-vww0", ""): (WAKE_VISION, "wv_quality_mcunet-10fps_vww.tflite"),
    ("mcunet-vww2", ""): (WAKE_VISION, "wv_quality_mcunet-320kb-1mb_vww.tflite"),
    ("MiniResNet 1stacks", "64x50x1"): (ST_ZOO, "esc10/miniresnet_1stacks_64x50/miniresnet_1stacks_64x50_int8.tflite"),
    ("miniresnet v2 1stacks", "64x50x1"): (ST_ZOO, "esc10/miniresnetv2_1stacks_64x50/miniresnetv2_1stacks_64x50_int8.tflite"),
    ("miniresnet v2 2stacks", "64x50x1"): (ST_ZOO, "esc10/miniresnetv2_2stacks_64x50/miniresnetv2_2stacks_64x50_int8.tflite"),
    ("FdMobileNet 0.25", "224x224x3"): (ST_ZOO, "flowers/fdmobilenet_0.25_224/fdmobilenet_0.25_224_int8.tflite"),
    ("FdMobileNet 0.25", "128x128x3"): (ST_ZOO, "flowers/fdmobilenet_0.25_128/fdmobilenet_0.25_128_int8.tflite"),
    ("MobileNet v1 0.25", "224x224x3"): (ST_ZOO, "flowers/mobilenet_v1_0.25_224/mobilenet_v1_0.25_224_int8.tflite"),
    ("MobileNet v1 0.25", "96x96x3"): (ST_ZOO, "flowers/mobilenet_v1_0.25_96/mobilenet_v1_0.25_96_int8.tflite"),
    ("MobileNet v1 0.25", "96x96x1"): (ST_ZOO, "mobilenet_v1_0.25_96_grayscale_int8.tflite"),
    ("MobileNet v1 0.5", "224x224x3"): (ST_ZOO, "flowers/mobilenet_v1_0.5_224/mobilenet_v1_0.5_224_int8.tflite"),
    ("MobileNet v2 0.35", "128x128x3"): (ST_ZOO, "flowers/mobilenet_v2_0.35_128/mobilenet_v2_0.35_128_int8.tflite"),
    ("MobileNet v2 0.35", "224x224x3"): (ST_ZOO, "flowers/mobilenet_v2_0.35_224/mobilenet_v2_0.35_224_int8.tflite"),
    ("ResNet v1 8", "32x32x3"): (ST_ZOO, "cifar10/resnet_v1_8_32/resnet_v1_8_32_int8.tflite"),
    ("SqueezeNet v1.1", "128x128x3"): (ST_ZOO, "flowers/squeezenetv1.1_128/squeezenet_v1.1_128_int8.tflite"),
    ("SqueezeNet v1.1", "224x224x3"): (ST_ZOO, "flowers/squeezenetv1.1_224/squeezenet_v1.1_224_int8.tflite"),
    ("ST FdMobileNet v1", "224x224x3"): (ST_ZOO_2, "flowers/st_fdmobilenet_v1_224_tfs/st_fdmobilenet_v1_224_tfs_int8.tflite"),
    ("ST FdMobileNet v1", "128x128x3"): (ST_ZOO_2, "flowers/st_fdmobilenet_v1_128_tfs/st_fdmobilenet_v1_128_tfs_int8.tflite"),
    ("ST Yolo LC v1", "192x192x3"): (ST_ZOO_2, "st_yolo_lc_v1_192/st_yolo_lc_v1_192_int8.tflite"),
    ("ST Yolo LC v1", "224x224x3"): (ST_ZOO_2, "st_yolo_lc_v1_224/st_yolo_lc_v1_224_int8.tflite"),
    ("ST Yolo LC v1", "256x256x3"): (ST_ZOO_2, "st_yolo_lc_v1_256/st_yolo_lc_v1_256_int8.tflite"),
}

SHORTEST_MS = 5.0
"""MicroNets' table gives whole milliseconds: below this the rounding is above 10 %, and the row is left out."""


@dataclass(frozen=True)
class Group:
    """Boards that share one scalar: the profile it is written to, and which published rows belong to it."""

    profile: str
    boards: str
    """Regular expression on the published board."""
    runtime: str
    """Regular expression on the published runtime."""


TFLM = r"^(TFLM ?\+ ?CMSIS|tflite-micro)"
XCUBEAI = r"^X-CUBE-AI v?7\.3"
GROUPS = (
    Group("nucleo_f746", "F746ZG", TFLM),
    Group("nucleo_f767", "F767ZI", TFLM),
    Group("nucleo_f446", "F446RE", TFLM),
    Group("nucleo_h743", "STM32H743", TFLM),
    Group("(EK-RA6M4)", "EK-RA6M4", TFLM),  # no profile; one of two sources for the Cortex-M33
    Group("nucleo_h743_xcubeai", "STM32H743|H747I|H7A3", XCUBEAI),
    Group("nucleo_u575_xcubeai", "U575ZI|U585I", XCUBEAI),
    Group("(NUCLEO-L4R5ZI)", "L4R5ZI", XCUBEAI),  # three unlike networks are too few for a profile; used for a ratio of boards
)


@dataclass(frozen=True)
class Point:
    """One published network on one board."""

    group: Group
    board: str
    network: str
    cycles: float
    instructions: float
    """With the kernels of the runtime's time."""
    instructions_today: float
    """As `dnas.profile` prices the network."""
    weight_bytes: float

    @property
    def ratio(self) -> float:
        return self.cycles / self.instructions


def points(folder: Path, networks: Mapping[str, Network], by_core: Mapping[str, latency.Coefficients]) -> list[Point]:
    """Published rows whose layers are known, without those that the tables' README warns of; repeats of a row count once."""
    listed = measurements.records(folder / "network_layers.csv")
    found: dict[tuple[str, str, str], Point] = {}
    for row in measurements.records(folder / "published_models.csv"):
        group = next((g for g in GROUPS if re.search(g.boards, row["board"]) and re.search(g.runtime, row["runtime"])), None)
        if group is None or not row["latency_ms"] or "estimated" in row["notes"]:
            continue
        if "MicroNets" in row["source"] and float(row["latency_ms"]) < SHORTEST_MS:
            continue
        sized = (row["model"], row["input"]) in LISTED_FILES
        key = (row["model"], row["input"] if sized else "")
        file, place = MODEL_FILES.get(key), LISTED_FILES.get(key)
        if file is not None and file in networks:
            layers = networks[file]
        elif place is not None:
            layers = measurements.listed_network(listed, *place)
        else:
            continue
        core = CORE_OF[row["core"] or "Cortex-M7"]  # the one source without a core measured an STM32H743
        today = instructions_of(layers, by_core[core], of_2020=False)
        then = instructions_of(layers, by_core[core], of_2020=True) if "MicroNets" in row["source"] else today
        weights = sum(int(weight_count(layer)) for layer in layers)
        name = " ".join(part for part in key if part)
        cycles = float(row["latency_ms"]) * float(row["mhz"]) * 1e3
        point = Point(group, row["board"], name, cycles, then, today, weights)
        found.setdefault((row["board"], name, row["runtime"]), point)
    return list(found.values())


def instructions_of(layers: Network, coefficients: latency.Coefficients, of_2020: bool) -> int:
    """Instructions of a network; with the kernels of 2020, 1x1 convolutions of C_in not a multiple of 4 went through im2col.

    (arm_convolve_wrapper_s8.c of that time asks for `input_dims->c % 4 == 0`; MicroNet-VWW-3 has many such layers.)
    """
    total = 0.0
    for layer in layers:
        if of_2020 and latency.kernel_of(layer) == "conv_1x1" and layer.in_c % 4 != 0:
            terms = latency.TERMS["conv_kxk"](layer)
            total += sum(float(value * terms[name]) for name, value in coefficients["conv_kxk"].items())
        else:
            total += int(latency.layer_instructions(layer, coefficients))
    return round(total)


def geometric_mean(values: list[float]) -> float:
    return float(np.exp(np.mean(np.log(values))))


def leave_one_out(own: list[Point]) -> list[float]:
    """Predicted / published - 1 of each point, with the scalar of the points of other networks (two networks at least)."""
    errors = []
    for point in own:
        others = [other.ratio for other in own if other.network != point.network]
        errors.append(geometric_mean(others) / point.ratio - 1)
    return errors


def leave_one_out_with_weights(own: list[Point]) -> list[float]:
    """The same for cycles = a instructions + b weight bytes (a, b >= 0, least squares on relative error)."""
    errors = []
    for point in own:
        others = [other for other in own if other.network != point.network]
        matrix = np.array([[other.instructions / other.cycles, other.weight_bytes / other.cycles] for other in others])
        (a, b), _ = nnls(matrix, np.ones(len(others)))
        errors.append((a * point.instructions + b * point.weight_bytes) / point.cycles - 1)
    return errors


def write_profile(path: Path, ratio: float, source: str, error: float, why: str) -> None:
    """Replaces the two lines of a board's file that hold the scalar and its error; the rest stays as it is.

    Raises:
        ValueError: the file lacks one of the lines.
    """
    text = path.read_text()
    for key, line in (
        ("cycles_per_instruction", f"cycles_per_instruction: {ratio:.2f}  # {source}"),
        ("latency_error", f"latency_error: {error:.2f}  # {why}"),
    ):
        text, count = re.subn(rf"^{key}:.*$", line, text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{path}: {count} lines start with '{key}:'; there must be one")
    path.write_text(text)
