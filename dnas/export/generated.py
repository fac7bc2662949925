"""The network as plain C99: network.c and network.h, without an interpreter, a heap or a library.

Stored are, per weighted layer, the coded rows of weights, an int16 bias and a uint16 multiplier per row: together
`dnas.cost.generated.layer_bytes`. Geometry, zero points, offsets and a layer's one shift are arguments of calls, that is code.
The tensors lie in one static array at the plan's offsets. Compilers add what they bring themselves: a division of Cortex-M0+,
and memset, which C demands of every platform, where a layer's outputs turn out to be constant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dnas.cost.generated import Coding, coding_of, layer_bytes, number_bits, place_bits
from dnas.export.carray import NOTE, c_string
from dnas.export.coding import check_mirrored, coded, rows_of
from dnas.export.kernels import KEYWORDS, sources
from dnas.geometry import WEIGHTED, Op
from dnas.snap import multipliers, ratios

if TYPE_CHECKING:
    from dnas.graph import QuantizedGraph

POOLS = {Op.AVG_POOL: "average_pool", Op.MAX_POOL: "max_pool"}
MAX_BIAS = 2**15 - 1
ADD_SHIFT = 20
"""Bits by which the operands of a sum are raised before they are scaled, in TensorFlow Lite's kernel."""

HEADER = """\
/* {note} */
#ifndef DNAS_NETWORK_H_
#define DNAS_NETWORK_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {{
#endif

/* Constants beside the code, and static memory; the stack of network_run comes on top. */
#define NETWORK_STORED_BYTES {stored}
#define NETWORK_MEMORY_BYTES {memory}

/* {shape}, channels last */
#define NETWORK_INPUT_BYTES {inputs}
#define NETWORK_{outputs} {count}

/* real value = scale * (int8 value - zero point) */
#define NETWORK_INPUT_SCALE {input_scale}
#define NETWORK_INPUT_ZERO_POINT ({input_zero_point})
#define NETWORK_OUTPUT_SCALE {output_scale}
#define NETWORK_OUTPUT_ZERO_POINT ({output_zero_point})

/* Where the input is written before each run: running overwrites it. */
int8_t *network_input(void);
void network_run(void);
/* Where the output lies after a run. {meaning} */
const int8_t *network_output(void);
{names}
#ifdef __cplusplus
}}
#endif

#endif
"""

DECISION = "One value per class; the decision is the largest."
RECONSTRUCTION = "It reconstructs the input; their mean squared difference, of real values, is high for an anomaly."

NAMES_H = """
/* Stored only where it is asked for: compile network.c with -DNETWORK_CLASS_NAMES, too. */
#ifdef NETWORK_CLASS_NAMES
extern const char *const network_class_names[NETWORK_CLASSES];
#endif
"""

SOURCE = """\
/* {note} */
#include "network.h"

{keywords}
static int8_t network_memory[NETWORK_MEMORY_BYTES];

{functions}
{layers}
int8_t *network_input(void)
{{
    return network_memory + {first};
}}

const int8_t *network_output(void)
{{
    return network_memory + {last};
}}

void network_run(void)
{{
{calls}
}}
"""

NAMES_C = """
#ifdef NETWORK_CLASS_NAMES
const char *const network_class_names[NETWORK_CLASSES] = {{
{names}
}};
#endif
"""


def network_c(
    graph: QuantizedGraph,
    offsets: Sequence[int],
    memory_bytes: int,
    class_names: Sequence[str] | None,
) -> dict[str, str]:
    """Texts of network.c and network.h.

    Args:
        graph: the integers; weight scales are rounded to 16-bit multipliers (see `dnas.snap`).
        offsets: place of every tensor of the graph, in bytes.
        memory_bytes: what the tensors take together.
        class_names: one per output; None where outputs are no classes.

    Raises:
        ValueError: a bias has more than 16 bits, a layer more weights than its format keeps, or a tensor lies outside.
    """
    sizes = [math.prod(tensor.shape) for tensor in graph.tensors]
    if len(offsets) != len(sizes) or any(o < 0 or o + n > memory_bytes for o, n in zip(offsets, sizes, strict=True)):
        raise ValueError(f"{len(sizes)} tensors of {sizes} bytes do not lie in {memory_bytes} bytes at {list(offsets)}")
    calls = [_call(graph, index, offsets) for index in range(len(graph.layers))]
    stored = sum(int(layer_bytes(layer)) for layer in graph.network)
    header = HEADER.format(
        note=NOTE, stored=stored, memory=memory_bytes, inputs=sizes[0], count=sizes[-1],
        shape=" x ".join(map(str, graph.input.shape[1:])),
        outputs="OUTPUTS" if class_names is None else "CLASSES",
        meaning=RECONSTRUCTION if class_names is None else DECISION,
        names="" if class_names is None else NAMES_H,
        input_scale=f"{graph.input.scale:.8e}f", input_zero_point=graph.input.zero_point,
        output_scale=f"{graph.output.scale:.8e}f", output_zero_point=graph.output.zero_point,
    )  # fmt: skip
    source = SOURCE.format(
        note=NOTE,
        keywords=KEYWORDS, functions=sources(name for name, _ in calls),
        layers="\n".join(_layer(graph, i, name, arguments) for i, (name, arguments) in enumerate(calls)),
        first=offsets[0], last=offsets[-1],
        calls="\n".join(f"    layer_{i}();" for i in range(len(calls))),
    )  # fmt: skip
    if class_names is not None:
        source += NAMES_C.format(names="\n".join(f"    {c_string(name)}," for name in class_names))
    return {"network.c": source, "network.h": header}


def _layer(graph: QuantizedGraph, index: int, name: str, arguments: Sequence[str]) -> str:
    """What a layer stores, and the function that runs it."""
    layer = graph.network[index]
    shapes = (f"{layer.in_h}x{layer.in_w}x{layer.in_c}", f"{layer.out_h}x{layer.out_w}x{layer.out_c}")
    weighted = layer.op in WEIGHTED
    title = f"/* {layer.op}, {' to '.join(shapes)}{f', {layer.weights.name}' if weighted else ''} */\n"
    body = f"NETWORK_LAYER void layer_{index}(void)\n{{\n    {name}({', '.join(arguments)});\n}}\n"
    return title + (_arrays(graph, index) if weighted else "") + body


def _arrays(graph: QuantizedGraph, index: int) -> str:
    """What a weighted layer stores."""
    item = graph.layers[index]
    weight, bias, _ = item.arrays()
    if np.abs(bias.astype(np.int64)).max() > MAX_BIAS:
        worst = int(bias[np.abs(bias.astype(np.int64)).argmax()])
        raise ValueError(f"layer {index} ({item.layer.op}): bias {worst} has more than 16 bits; at most {MAX_BIAS} is allowed")
    multiplier, _ = multipliers(ratios(graph, index))
    rows = rows_of(item.layer, weight)
    try:
        if item.layer.weights.mirrored:
            check_mirrored(item.layer, rows, bias, multiplier)
            rows, bias, multiplier = rows[::2], bias[::2], multiplier[::2]
        weights = coded(item.layer, rows)
    except ValueError as error:
        raise ValueError(f"layer {index} ({item.layer.op}): {error}") from error
    return "".join(
        _array(kind, f"{name}_{index}", values)
        for kind, name, values in (
            ("uint8_t", "weights", list(weights)),
            ("int16_t", "bias", bias.tolist()),
            ("uint16_t", "multiplier", multiplier.tolist()),
        )
    )


def _array(kind: str, name: str, values: Sequence[int]) -> str:
    rows = (values[i : i + 16] for i in range(0, len(values), 16))
    lines = "\n".join("    " + ", ".join(map(str, row)) + "," for row in rows)
    return f"static const {kind} {name}[{len(values)}] = {{\n{lines}\n}};\n"


def _call(graph: QuantizedGraph, index: int, offsets: Sequence[int]) -> tuple[str, list[str]]:
    """The function that runs layer `index`, and its arguments."""
    layer = graph.network[index]
    given, output = [graph.tensors[i] for i in layer.inputs], graph.tensors[index + 1]
    places = [f"network_memory + {offsets[i]}" for i in (*layer.inputs, index + 1)]
    window = [*layer.kernel, *layer.stride]
    if layer.op is Op.ADD:
        scales = _add_scales(*(tensor.scale for tensor in (*given, output)))
        zeros = [tensor.zero_point for tensor in (*given, output)]
        return "add", [*places, *map(str, (math.prod(output.shape), *zeros, *scales))]
    if layer.op in WEIGHTED:
        if layer.op is Op.DEPTHWISE and layer.in_c != layer.out_c:
            raise ValueError(f"layer {index}: a depthwise layer of {layer.in_c} channels must give as many, got {layer.out_c}")
        _, shift = multipliers(ratios(graph, index))
        depth = 1 if layer.op is Op.DEPTHWISE else layer.in_c
        sizes = (layer.in_h, layer.in_w, layer.in_c, depth, layer.out_h, layer.out_w, layer.out_c, *window)
        arrays = [f"weights_{index}", f"bias_{index}", f"multiplier_{index}"]
        name, more = _decoder(graph, index)
        return name, [*places, *arrays, *map(str, (*sizes, given[0].zero_point, output.zero_point, shift, *more))]
    if layer.op not in POOLS:
        raise ValueError(f"layer {index}: operator '{layer.op}' has no generated code")
    low = max(-128, output.zero_point) if layer.relu else -128
    return POOLS[layer.op], [*places, *map(str, (layer.in_h, layer.in_w, layer.in_c, layer.out_h, layer.out_w, *window, low))]


def _decoder(graph: QuantizedGraph, index: int) -> tuple[str, tuple[int, ...]]:
    """The loop that reads a weighted layer's coding, and what it needs to know beyond the geometry."""
    layer, bits = graph.network[index], graph.network[index].weights.bits
    coding = coding_of(layer)
    if layer.weights.mirrored or layer.weights.prefix:
        return f"{'mirrored' if layer.weights.mirrored else 'dense'}_{'prefix' if layer.weights.prefix else bits}", ()
    if coding is Coding.DENSE:
        return f"dense_{bits}", ()
    if coding is Coding.BITMASK:
        return "bitmask", (bits,)
    weight, _, _ = graph.layers[index].arrays()
    return "indexed", (bits, int(layer.weights.kept(weight.size)), int(number_bits(layer)), int(place_bits(layer)))


def _add_scales(left: float, right: float, output: float) -> tuple[int, ...]:
    """Multiplier and right shift of both operands and of the sum: s / (2 max s) each, 2 max s / (2^ADD_SHIFT s_out)."""
    twice = 2 * max(left, right)
    found: list[int] = []
    for ratio in (left / twice, right / twice, twice / (2**ADD_SHIFT * output)):
        mantissa, exponent = math.frexp(ratio)
        multiplier = math.floor(mantissa * 2**31 + 0.5)
        if multiplier == 2**31:
            multiplier, exponent = 2**30, exponent + 1
        if exponent > 0:
            raise ValueError(f"the sum of tensors with scales {left:g} and {right:g} is too large for the scale {output:g}")
        found += [multiplier, -exponent] if exponent >= -31 else [0, 0]
    return tuple(found)
