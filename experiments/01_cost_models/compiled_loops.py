"""Where the fit starts for operators that no table has layer by layer: instructions of their loops, compiled and counted.

The loops are in tflite-micro (`reference/integer_ops/mul.h`, `integer_ops/add.h`, `reference/requantize.h`) and in CMSIS-NN
(`arm_depthwise_conv_s8.c`, `arm_max_pool_s8.c`). Loops of the same form were compiled on their own with arm-none-eabi-gcc 12.2
-O2 and run on an instruction-counting emulator (Unicorn 2.1) for some shapes; a number is the slope of the count in that term.
The interpreter around them and the library calls are missing, and the kernels may be newer than the sources that could be
read: the numbers hold to within `TOLERANCE`, and the fit moves them as far as whole networks ask for it. Comments name the
exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping

TOLERANCE = 0.3
"""Relative deviation that weighs as much as the tolerances of measured rows in `fit.py`."""

CORES = ("cortex-m0plus", "cortex-m4", "cortex-m7")

COUNTED: Mapping[str, Mapping[str, tuple[float, float, float]]] = {
    # kernel -> term -> instructions per unit on the three cores; the per-layer terms are those of comparable measured kernels
    "depthwise_multiplier": {
        "layer": (860, 700, 700),
        "position": (102, 74, 75),
        "output": (422, 181, 174),
        "row": (28.5, 16.9, 16.9),
        "tap": (24.4, 15.0, 15.0),
    },
    "depthwise_general": {
        "layer": (860, 700, 700),
        "position": (72, 66, 66),
        "output": (164, 74, 74),
        "row": (43, 23, 23),
        "tap": (14.3, 9.0, 9.0),
    },
    "max_pool": {"layer": (500, 500, 500), "tap": (63, 37, 37), "input_by_4": (141, 31, 31), "input_by_1": (13, 7.5, 7.5)},
    "mul": {"layer": (1000, 700, 700), "position": (37, 24, 31), "element": (124, 62, 65)},
    "add_broadcast": {"layer": (1000, 700, 700), "position": (111, 83, 83), "element": (266, 92, 105)},
    "quantize": {"layer": (500, 400, 400), "element": (8, 5, 5)},
    # a copy, not the loop of reference/pad.h (43, 35, 35), which would add 14 to 42 % to the network with most of them
    "pad": {"layer": (900, 700, 700), "element": (3, 1, 1)},
    "reshape": {"layer": (600, 400, 400), "element": (1, 0.4, 0.4)},
    # not counted: one of softmax's two exponentials and a division; one product in float, by software on the M0+
    "logistic": {"layer": (500, 400, 400), "element": (1000, 300, 300)},
    "dequantize": {"layer": (500, 400, 400), "element": (100, 15, 15)},
    "shape": {"layer": (600, 400, 400)},
}
