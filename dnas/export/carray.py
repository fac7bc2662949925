"""The model as C source: what a microcontroller project compiles in."""

from __future__ import annotations

from collections.abc import Sequence

HEADER = """\
/* {note} */
#ifndef DNAS_MODEL_H_
#define DNAS_MODEL_H_

#ifdef __cplusplus
extern "C" {{
#endif

#define MODEL_DATA_BYTES {length}
/* Tensor arena, aligned to 16: enough to allocate and to run. */
#define MODEL_ARENA_BYTES {arena}
#define MODEL_{outputs} {count}

/* real value = scale * (int8 value - zero point) */
#define MODEL_INPUT_SCALE {input_scale}
#define MODEL_INPUT_ZERO_POINT ({input_zero_point})
#define MODEL_OUTPUT_SCALE {output_scale}
#define MODEL_OUTPUT_ZERO_POINT ({output_zero_point})

/* The .tflite file, aligned to 16 bytes. */
extern const unsigned char model_data[MODEL_DATA_BYTES];
{meaning}

#ifdef __cplusplus
}}
#endif

#endif
"""

SOURCE = """\
/* {note} */
#include "model.h"

#include <stdalign.h>

alignas(16) const unsigned char model_data[MODEL_DATA_BYTES] = {{
{rows}
}};
"""

NAMES = """
const char *const model_class_names[MODEL_CLASSES] = {{
{names}
}};
"""

DECISION = """\
/* The class of output i; the decision is the largest output. */
extern const char *const model_class_names[MODEL_CLASSES];"""
RECONSTRUCTION = (
    "/* The outputs reconstruct the inputs; their mean squared difference, of real values, is high for an anomaly. */"
)

NOTE = "Written by dnas; do not edit."


def array_c(
    model_bytes: bytes,
    arena_bytes: int,
    outputs: int,
    class_names: Sequence[str] | None,
    input_scale: float,
    input_zero_point: int,
    output_scale: float,
    output_zero_point: int,
) -> dict[str, str]:
    """Texts of `model.c` and `model.h`: the file as an array, arena size, scales and zero points, the classes' names if any."""
    header = HEADER.format(
        note=NOTE,
        length=len(model_bytes),
        arena=arena_bytes,
        outputs="OUTPUTS" if class_names is None else "CLASSES",
        count=outputs,
        meaning=RECONSTRUCTION if class_names is None else DECISION,
        input_scale=f"{input_scale:.8e}f",
        input_zero_point=input_zero_point,
        output_scale=f"{output_scale:.8e}f",
        output_zero_point=output_zero_point,
    )
    rows = (model_bytes[i : i + 16] for i in range(0, len(model_bytes), 16))
    source = SOURCE.format(
        note=NOTE,
        rows="\n".join("    " + ", ".join(f"0x{byte:02x}" for byte in row) + "," for row in rows),
    )
    if class_names is not None:
        source += NAMES.format(names="\n".join(f"    {c_string(name)}," for name in class_names))
    return {"model.c": source, "model.h": header}


def c_string(text: str) -> str:
    r"""A C string literal with the UTF-8 bytes of `text`; what is not plain ASCII becomes a three-digit octal escape.

    >>> print(c_string('a "b"?'))
    "a \042b\042\077"
    """
    plain = (chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in text.encode())
    return '"' + "".join(plain) + '"'
