"""`python -m dnas.profile`: what it prints, how it fails, and that it says of an exported file what the search's tables say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import BOARDS, SHAPES, SPACES, device, one_hot, random_arch, tables
from foreign import INT32, ForeignModel
from random_networks import random_network
from test_arena import operator_model
from test_cost import zero_graph
from test_reader import small

from dnas import config as configuration
from dnas import geometry
from dnas.cost import runtime, sram
from dnas.errors import RequestError
from dnas.export.tflite import write_tflite
from dnas.geometry import as_filed
from dnas.model import exported
from dnas.pricing import priced
from dnas.profile import main
from dnas.reader import read_model
from dnas.reader.tflite import parse

NETWORK = random_network(6)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.tflite"
    path.write_bytes(write_tflite(zero_graph(NETWORK)))
    return path


# ------------------------------------------------------------------------------------------------ the search's tables


@pytest.mark.parametrize("space_name", SPACES)
def test_the_arena_is_close_to_the_tables_lower_bound(space_name: str) -> None:
    """The planner needs at most 1.25 times the bound for 98 of 100 random networks; half of them need no more than it."""
    ratios = []
    for shape in SHAPES:
        prices, rng = tables(space_name, shape, "nucleo_f446"), np.random.default_rng(5)
        for _ in range(60):
            arch = random_arch(prices.space, rng)
            ratios.append(sram.arena_bytes(exported(prices.space.network(arch)), "cortex-m4") / prices.price(arch).sram_bytes)
    assert np.median(ratios) <= 1.005
    assert np.mean(np.array(ratios) > 1.25) <= 0.02


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("space_name", SPACES)
def test_the_exported_file_costs_what_the_tables_say(space_name: str, name: str) -> None:
    """At one-hot: flash and cycles of the file read back, to the last integer; SRAM a lower bound."""
    rng = np.random.default_rng([7, BOARDS.index(name), *space_name.encode()])
    for shape in SHAPES:
        prices = tables(space_name, shape, name)
        arch = random_arch(prices.space, rng)
        network = prices.space.network(arch)
        data = write_tflite(zero_graph(network))
        model = parse(data)
        assert model == exported(tuple(map(as_filed, network)))
        of = exported(network) if device(name).generated else model  # generated code is not made from a file
        price, table = priced(of, len(data), device(name)), prices.price(arch)
        expected = prices.expectation(one_hot(prices.space, arch))
        assert price["flash_bytes"] == table.flash_bytes == expected.flash_bytes.item()
        assert price["latency_s"] == table.latency_s == expected.latency_s.item()
        assert price["cycles"] == sum(layer["cycles"] for layer in price["layers"])
        assert price["macs"] == table.macs
        assert table.sram_bytes <= price["sram_bytes"]


# ------------------------------------------------------------------------------------------------ the command


def test_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"model={file}", "device=nucleo_f746", "json=true"]) == 0
    found = json.loads(capsys.readouterr().out)
    board = device("nucleo_f746")
    assert found["device"] == "nucleo_f746"
    assert found["sram_bytes"] == sram.arena_bytes(exported(NETWORK), board.core)
    assert found["flash_bytes"] == file.stat().st_size
    assert found["latency_s"] == found["cycles"] / board.clock_hz
    assert found["latency_error"] == board.latency_error
    assert found["fits"] is True
    assert found["margins"]["sram"] == 1 - found["allocation_bytes"] / board.arena_offer_bytes
    assert found["margins"]["flash"] == 1 - found["flash_bytes"] / board.flash_offer_bytes
    live = [layer["live_bytes"] for layer in found["layers"]]
    assert live[found["peak_layer"]] == max(live)
    assert found["macs"] == sum(layer["macs"] for layer in found["layers"])
    assert {"op", "in_shape", "out_shape", "kernel", "stride", "weights", "cycles", "share"} <= found["layers"][0].keys()


def test_text(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"model={file}", "device=nucleo_f746"]) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    assert lines[0].startswith("NUCLEO-F746ZG (STM32F746ZG): cortex-m7 at 216 MHz, ")
    assert [line.split()[:2] for line in lines[3 : 3 + len(NETWORK)]] == [[str(i), str(n.op)] for i, n in enumerate(NETWORK)]
    assert f"{file.stat().st_size} B" in printed
    assert "± " in printed
    assert lines[-1] == "fits nucleo_f746"


def test_a_file_on_a_board_of_generated_code_gives_an_upper_bound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The network was stored sparse, its linear layer in 4 bits: the file says neither."""
    formats = ["int8_d25", "int4_d50", "int4"]
    blocks = [
        [geometry.conv((8, 8), 1, 8, 3)],
        [geometry.conv((8, 8), 8, 8)],
        [geometry.global_avg_pool((8, 8), 8)],
        [geometry.linear(8, 3)],
    ]
    weights = iter(formats)
    network = geometry.chain(
        [geometry.weighted_as(block, geometry.WeightFormat.parse(next(weights))) if block[0].op in geometry.WEIGHTED else block
         for block in blocks]
    )  # fmt: skip
    path, board = tmp_path / "model.tflite", "nucleo_l011k4"
    path.write_bytes(write_tflite(zero_graph(network)))
    assert main([f"model={path}", f"device={board}", "json=true"]) == 0
    found = json.loads(capsys.readouterr().out)
    stored = runtime.flash_bytes(network, device(board))
    assert found["flash_is_upper_bound"] is True
    assert stored < found["flash_bytes"] == runtime.flash_bytes(tuple(map(as_filed, network)), device(board))
    assert found["allocation_bytes"] == found["sram_bytes"] == runtime.arena_of(network, device(board)).used_bytes
    assert main([f"model={path}", f"device={board}"]) == 0
    printed = capsys.readouterr().out
    assert sum("upper bound" in line for line in printed.splitlines()) == 1
    assert re.search(rf"working memory +{found['sram_bytes']} B", printed)
    assert "arena" not in printed
    assert "allocate" not in printed


def test_only_generated_code_has_an_upper_bound(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"model={file}", "device=nucleo_l010rb"]) == 0
    printed = capsys.readouterr().out
    assert "upper bound" not in printed
    assert "arena to give" in printed
    assert main([f"model={file}", "device=all", "json=true"]) == 0
    for price in json.loads(capsys.readouterr().out)["devices"]:
        assert price["flash_is_upper_bound"] is device(price["device"]).generated
    assert main([f"model={file}", "device=all"]) == 0
    bounded = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "≤" in line]
    assert bounded == [name for name in BOARDS if device(name).generated]


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: python -m dnas.profile model=FILE.tflite")


def test_all_boards(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"model={file}", "device=all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(BOARDS)
    assert main([f"model={file}", "device=all", "json=true"]) == 0
    found = json.loads(capsys.readouterr().out)["devices"]
    assert [price["device"] for price in found] == list(BOARDS)


def test_boards_without_a_formula_are_named_and_the_others_priced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    m = ForeignModel()
    source, out = m.tensor((1, 8, 8, 4)), m.tensor((1, 256))
    m.operator("RESHAPE", [m.conv(source, 4), m.constant([1, 256], INT32)], [out])
    path = tmp_path / "reshaped.tflite"
    path.write_bytes(m.build([source], [out]))
    interpreted = [name for name in BOARDS if not device(name).generated]
    generated = [name for name in BOARDS if device(name).generated]
    assert main([f"model={path}", "device=all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [*interpreted, *(f"{name}:" for name in generated)]
    assert all("'reshape'" in line for line in lines[-len(generated) :])
    assert main([f"model={path}", "device=all", "json=true"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [price["device"] for price in found["devices"]] == interpreted
    assert list(found["refused"]) == generated
    assert main([f"model={path}", f"device={generated[0]}"]) == 2
    assert "'reshape'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "what"), [("depth multiplier", "with a depth multiplier"), ("add of a constant", "of a constant")]
)
def test_generated_code_prices_no_form_that_it_does_not_have(
    name: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(operator_model(name))
    assert main([f"model={path}", "device=all"]) == 0
    assert capsys.readouterr().out.count(what) == sum(device(board).generated for board in BOARDS)
    assert main([f"model={path}", "device=nucleo_l011k4"]) == 2
    assert what in capsys.readouterr().err


def test_what_does_not_fit_is_priced_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.tflite"
    path.write_bytes(small(shape=(1, 96, 96, 4)))
    assert main([f"model={path}", "device=nucleo_l010rb"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "does not fit nucleo_l010rb: too little SRAM"
    assert main([f"model={path}", "device=all"]) == 0
    assert "no: SRAM" in capsys.readouterr().out


def test_a_network_that_runs_but_does_not_allocate_does_not_fit() -> None:
    """Many channels of one value each: preparing them takes more than running, and that is what must fit."""
    network = (geometry.conv((1, 1), 8, 1024),)
    board = device("nucleo_l010rb")
    offered = replace(board, sram_bytes=sram.arena_bytes(exported(network), board.core) + 16 + board.sram_reserve_bytes)
    price = priced(exported(network), 1000, offered)
    assert price["sram_bytes"] < offered.arena_offer_bytes < price["allocation_bytes"]
    assert not price["fits"]
    assert price["margins"]["sram"] < 0


@pytest.mark.timeout(20)
def test_thousands_of_tensors_alive_at_once_are_priced_quickly() -> None:
    """It took 7 s a core."""
    m = ForeignModel()
    source = m.tensor((1, 4, 4, 4))
    for width in range(1, 4001):
        m.tensor((1, width))  # nobody writes or reads them, but TFLM plans them side by side
    data = m.build([source], [m.conv(source, 4)])
    model = parse(data)
    start = time.process_time()
    for name in ("rp2040", "nucleo_f446", "nucleo_f746", "nucleo_u575"):
        price = priced(model, len(data), device(name))
        assert price["sram_bytes"] > sum(range(1, 4001))
    assert time.process_time() - start < 5


def test_kernels_without_coefficients_are_named() -> None:
    board = device("nucleo_f746")
    bare = replace(board, coefficients={kernel: terms for kernel, terms in board.coefficients.items() if kernel != "linear"})
    with pytest.raises(RequestError, match="no latency coefficients for linear; take a group"):
        priced(exported(NETWORK), 1000, bare)
    odd = replace(board, coefficients={**board.coefficients, "linear": {"fudge": 1.0}})
    with pytest.raises(RequestError, match=r"coefficients\.linear\.fudge: no such term; known: layer"):
        priced(exported(NETWORK), 1000, odd)


def unpriced_operator() -> bytes:
    m = ForeignModel()
    source, out = m.tensor((1, 8, 8, 4)), m.tensor((1, 8, 8, 4))
    m.operator("CUSTOM", [source], [out], custom="MyFFT")
    return m.build([source], [out])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "model= is missing; allowed: FILE.tflite"),
        (["model=MODEL"], "device= is missing; allowed: arduino_nano_33_ble, "),
        (["model=MODEL", "device=nucleo"], "device=nucleo; allowed: arduino_nano_33_ble, "),
        (["model=MODEL", "device=../core/cortex_m4"], "allowed: arduino_nano_33_ble, "),
        (["model=MODEL", "device=rp2040", "verbose=1"], "'verbose=1' is not understood"),
        (["model=MODEL", "device=rp2040", "device=all"], "device= is given twice, as 'rp2040' and as 'all'; give it once"),
        (["model=~nobody_of_that_name/x", "device=rp2040"], "~nobody_of_that_name is no home of a user here"),
        (["model=MODEL", "device=rp2040", "json=yes"], "json=yes; allowed: true, false"),
        (["model=absent.tflite", "device=rp2040"], "absent.tflite: no such file"),
        (["model=CUSTOM", "device=rp2040"], "the custom operator 'MyFFT'"),
    ],
)
def test_faults_of_the_request_end_with_2_and_one_message(
    arguments: list[str], message: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    custom = tmp_path / "custom.tflite"
    custom.write_bytes(unpriced_operator())
    given = [argument.replace("MODEL", str(file)).replace("CUSTOM", str(custom)) for argument in arguments]
    assert main(given) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert message in captured.err
    assert "Traceback" not in captured.err


def test_a_board_that_cannot_hold_the_runtime_is_refused_by_name(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = tmp_path / "conf"
    for folder in ("core", "device"):
        (conf / folder).mkdir(parents=True)
    (conf / "core" / "cortex_m0plus.yaml").write_text((configuration.CONF / "core" / "cortex_m0plus.yaml").read_text())
    text = (configuration.CONF / "device" / "nucleo_l010rb.yaml").read_text()
    text = text.replace("name: nucleo_l010rb", "name: too_small").replace("sram: 20KiB", "sram: 2KiB")
    (conf / "device" / "too_small.yaml").write_text(text)
    monkeypatch.setattr(configuration, "CONF", conf)
    monkeypatch.setattr(configuration, "BOARDS", ("too_small",))
    assert main([f"model={file}", "device=too_small"]) == 2
    assert "device 'too_small': sram_reserve_bytes = 4096 leaves nothing of sram_bytes = 2048" in capsys.readouterr().err


def test_a_broken_board_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "device").mkdir()
    (tmp_path / "device" / "broken.yaml").write_text("name: broken\nspeed: 3\n")
    monkeypatch.setattr(configuration, "CONF", tmp_path)
    monkeypatch.setattr(configuration, "BOARDS", ("broken",))
    with pytest.raises(RequestError, match=r"conf/device/broken.yaml: .*speed"):
        configuration.board("broken")


def test_a_reader_that_stops_early_is_no_error(file: Path) -> None:
    command = [sys.executable, "-m", "dnas.profile", f"model={file}", "device=rp2040", "json=true"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_starts_without_torch(file: Path) -> None:
    code = (
        "import sys; from dnas.profile import main; "
        f"status = main(['model={file}', 'device=all']); "
        "heavy = {'torch', 'ai_edge_litert', 'numpy', 'pytorch_lightning'} & set(sys.modules); "
        "assert not heavy, heavy; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_published_network_can_be_set_up_within_its_budget() -> None:
    """TFLM may take more of an arena to allocate than to run; who gives what the budget says must get a network that starts."""
    found = 0
    for path in sorted((Path(__file__).parents[1] / "results" / "published").rglob("summary.json")):
        summary, board = json.loads(path.read_text()), None
        if (model := path.with_name("model.tflite")).exists() and summary["feasible"]:
            board = device(summary["device"]["name"])
        if board is not None and not board.generated:
            needed = runtime.runtime_of(board).arena(read_model(model)).allocation_bytes
            assert needed <= summary["budget"]["sram_bytes"], path.parent.name
            found += 1
    assert found > 40
