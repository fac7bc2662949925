"""Exported files: read back with the official schema, run in both interpreters, compiled as C."""

import platform
import re
import shutil
import subprocess
import sys
import zlib

import numpy as np
import pytest
from random_networks import graph_of, quantized, random_network

from dnas.export.carray import array_c, c_string
from dnas.export.tflite import write_tflite
from dnas.files import write_texts
from dnas.geometry import POOLS, WEIGHTED, Op, chain, linear
from dnas.interpreters import (
    LiteRTInterpreter,
    ModelFileError,
    TFLMInterpreter,
    check_model,
    parse_arena,
    smallest_arena_bytes,
)

tflm = pytest.mark.skipif(platform.machine() != "x86_64", reason="tflite-micro has wheels for x86_64 only")
ARENA = 2**20


def inputs_for(graph, count, seed=0):
    return np.random.default_rng(seed).integers(-128, 128, (count, *graph.input.shape[1:]), dtype=np.int8)


@pytest.fixture(scope="module")
def graph():
    return graph_of(quantized(random_network(7), 7))


@pytest.fixture(scope="module")
def model_bytes(graph):
    return write_tflite(graph)


def test_official_schema_reads_back_every_value(graph, model_bytes):
    from ai_edge_litert import schema_py_generated as schema

    assert schema.Model.ModelBufferHasIdentifier(model_bytes, 0)
    model = schema.ModelT.InitFromPackedBuf(bytearray(model_bytes), 0)
    (subgraph,) = model.subgraphs
    assert (model.version, list(subgraph.inputs), list(subgraph.outputs)) == (3, [0], [len(graph.layers)])
    assert model.buffers[0].data is None
    for tensor, expected in zip(subgraph.tensors, graph.tensors, strict=False):
        assert tuple(tensor.shape) == expected.shape
        assert (tensor.type, tensor.buffer) == (schema.TensorType.INT8, 0)
        assert tensor.quantization.scale == np.float32(expected.scale)
        assert list(tensor.quantization.zeroPoint) == [expected.zero_point]
    kinds = {
        Op.CONV: ("CONV_2D", schema.Conv2DOptionsT),
        Op.DEPTHWISE: ("DEPTHWISE_CONV_2D", schema.DepthwiseConv2DOptionsT),
        Op.LINEAR: ("FULLY_CONNECTED", schema.FullyConnectedOptionsT),
        Op.ADD: ("ADD", schema.AddOptionsT),
        Op.AVG_POOL: ("AVERAGE_POOL_2D", schema.Pool2DOptionsT),
        Op.MAX_POOL: ("MAX_POOL_2D", schema.Pool2DOptionsT),
    }
    for index, (operator, item) in enumerate(zip(subgraph.operators, graph.layers, strict=True)):
        layer, options = item.layer, operator.builtinOptions
        name, options_class = kinds[layer.op]
        code = model.operatorCodes[operator.opcodeIndex]
        assert code.builtinCode == code.deprecatedBuiltinCode == getattr(schema.BuiltinOperator, name)
        assert isinstance(options, options_class)
        assert options.fusedActivationFunction == int(layer.relu)
        assert list(operator.outputs) == [index + 1]
        assert tuple(operator.inputs[: len(layer.inputs)]) == layer.inputs
        if hasattr(options, "strideH"):
            assert (options.strideH, options.strideW) == layer.stride
            valid = layer.op in POOLS
            assert options.padding == (schema.Padding.VALID if valid else schema.Padding.SAME)
        if layer.op in WEIGHTED:
            weight, bias = (subgraph.tensors[i] for i in operator.inputs[1:])
            data = model.buffers[weight.buffer].data.view(np.int8).reshape(weight.shape)
            assert np.array_equal(data, item.weight)
            assert np.array_equal(model.buffers[bias.buffer].data.view(np.int32), item.bias)
            assert (weight.type, bias.type) == (schema.TensorType.INT8, schema.TensorType.INT32)
            assert np.array_equal(weight.quantization.scale, item.weight_scale)
            assert not weight.quantization.zeroPoint.any()
            assert weight.quantization.quantizedDimension == (3 if layer.op is Op.DEPTHWISE else 0)


def test_buffers_lie_at_multiples_of_16(graph, model_bytes):
    from ai_edge_litert import schema_py_generated as schema

    model = schema.Model.GetRootAs(model_bytes, 0)
    starts = []
    for i in range(1, model.BuffersLength()):
        table = model.Buffers(i)._tab
        starts.append(table.Vector(table.Offset(4)))
    assert starts
    assert all(start % 16 == 0 for start in starts)


def test_same_graph_same_bytes(model_bytes):
    assert write_tflite(graph_of(quantized(random_network(7), 7))) == model_bytes


@tflm
@pytest.mark.parametrize("seed", range(12))
def test_both_interpreters_agree(seed):
    layers = random_network(seed)
    body = layers[:-1] if layers[-1].op is Op.LINEAR and len(layers) > 1 else layers
    for part, tolerance in ((layers, 1), (body, 0)):  # only a fully connected layer may differ, by one step
        graph = graph_of(quantized(part, seed))
        model, x = write_tflite(graph), inputs_for(graph, 8)
        ours, theirs = TFLMInterpreter(model, ARENA).run(x), LiteRTInterpreter(model).run(x)
        assert ours.shape == theirs.shape == (8, np.prod(graph.output.shape))
        assert np.abs(ours.astype(int) - theirs).max() <= (tolerance if part[-1].op is Op.LINEAR else 0)


@tflm
@pytest.mark.parametrize("classes", [1, 2, 13])
def test_linear_layer_of_any_width_runs_in_both(classes):
    graph = graph_of(quantized(chain([[linear(9, classes)]])))
    model, x = write_tflite(graph), inputs_for(graph, 8)
    difference = TFLMInterpreter(model, ARENA).run(x).astype(int) - LiteRTInterpreter(model).run(x)
    assert np.abs(difference).max() <= 1


@tflm
def test_arena_figures(model_bytes, capfd):
    interpreter = TFLMInterpreter(model_bytes, ARENA)
    arena = interpreter.arena
    assert arena.total_bytes == arena.head_bytes + arena.tail_bytes == interpreter.arena_used_bytes
    assert arena.records["NodeAndRegistration struct"][1] > 0
    assert TFLMInterpreter(model_bytes, ARENA + 5).arena == arena
    smallest = smallest_arena_bytes(model_bytes)
    assert smallest >= arena.total_bytes
    assert TFLMInterpreter(model_bytes, smallest).arena_used_bytes == arena.total_bytes
    with pytest.raises(ModelFileError, match="TFLM does not accept the model with an arena of 1024"):
        TFLMInterpreter(model_bytes, 1024)
    with pytest.raises(ModelFileError, match="too small"):
        TFLMInterpreter(model_bytes, 100)
    assert capfd.readouterr() == ("", "")


@tflm
@pytest.mark.parametrize("seed", [303, 304])  # TFLM crashes at some arena sizes for these
def test_smallest_arena_survives_crashes(seed):
    model = write_tflite(graph_of(quantized(random_network(seed), seed)))
    smallest = smallest_arena_bytes(model, 2**16)
    used = TFLMInterpreter(model, smallest).arena_used_bytes
    assert used <= smallest <= used + 2048


def test_unknown_arena_report_is_an_error():
    with pytest.raises(RuntimeError, match="unknown form"):
        parse_arena("nothing")


@pytest.mark.parametrize("damage", [lambda b: b[:100], lambda b: b"", lambda b: b"x" * 500, lambda b: b[:-64]])
def test_damaged_files_are_refused(model_bytes, damage, capfd):
    with pytest.raises(ModelFileError):
        check_model(damage(model_bytes))
    with pytest.raises(ModelFileError):
        LiteRTInterpreter(damage(model_bytes))
    assert capfd.readouterr() == ("", "")


def test_wrong_inputs_are_named(graph, model_bytes):
    interpreter = LiteRTInterpreter(model_bytes)
    with pytest.raises(ValueError, match="must be int8"):
        interpreter.run(inputs_for(graph, 2).astype(np.float32))
    with pytest.raises(ValueError, match="must be int8"):
        interpreter.run(inputs_for(graph, 2)[:, :-1])


def test_interpreters_do_not_load_torch():
    code = "import sys, dnas.interpreters; sys.exit('torch' in sys.modules or 'ai_edge_litert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc")
def test_c_array_compiles_and_holds_the_bytes(tmp_path, graph, model_bytes):
    names = ('a "quote"\\', "naïve??/", "line\nbreak 7", "0")
    scales = (graph.input.scale, graph.input.zero_point, graph.output.scale, graph.output.zero_point)
    write_texts(tmp_path, array_c(model_bytes, 12345, len(names), names, *scales))
    (tmp_path / "main.c").write_text(
        '#include "model.h"\n#include <stdint.h>\n#include <stdio.h>\n'
        "int main(void) {\n"
        "  unsigned a = 1, b = 0;\n"
        "  for (unsigned i = 0; i < MODEL_DATA_BYTES; i++) { a = (a + model_data[i]) % 65521; b = (b + a) % 65521; }\n"
        '  printf("%u %d %d\\n", b << 16 | a, (int)((uintptr_t)model_data % 16), MODEL_ARENA_BYTES);\n'
        '  printf("%.9g %d %.9g %d\\n", MODEL_INPUT_SCALE, MODEL_INPUT_ZERO_POINT, MODEL_OUTPUT_SCALE,'
        " MODEL_OUTPUT_ZERO_POINT);\n"
        "  for (int i = 0; i < MODEL_CLASSES; i++) puts(model_class_names[i]);\n  return 0;\n}\n"
    )
    command = ["gcc", "-Wall", "-Wextra", "-Werror", "-o", "main", "main.c", "model.c"]
    subprocess.run(command, cwd=tmp_path, check=True)
    printed = subprocess.run([str(tmp_path / "main")], check=True, capture_output=True).stdout.decode()
    first, second, rest = printed.split("\n", 2)
    assert first == f"{zlib.adler32(model_bytes)} 0 12345"
    assert [np.float32(v) for v in second.split()] == [np.float32(v) for v in scales]
    assert rest == "\n".join(names) + "\n"


def test_an_autoencoders_source_names_no_classes(model_bytes):
    texts = array_c(model_bytes, 2048, 640, None, 0.5, 3, 0.5, 3)
    header = texts["model.h"]
    assert "#define MODEL_OUTPUTS 640" in header
    assert "reconstruct" in header
    assert "class" not in header + texts["model.c"]


def test_header_defines_what_a_project_needs(model_bytes):
    header = array_c(model_bytes, 2048, 1, ["x"], 1 / 255, -128, 0.5, 3)["model.h"]
    assert re.search(rf"#define MODEL_DATA_BYTES {len(model_bytes)}\n", header)
    assert "#define MODEL_OUTPUT_ZERO_POINT (3)" in header
    assert c_string("é1") == '"\\303\\2511"'
