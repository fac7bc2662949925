"""Summary, result table, page and side-by-side comparison of finished runs."""

import copy
import json
import math
import os
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from dnas import compare, summary
from dnas.errors import RequestError
from dnas.report import write_html
from dnas.report.charts import Band, Series, line_chart, make_scale
from dnas.report.heatmaps import confusion_matrix, probability_strip
from dnas.report.page import by_epoch
from dnas.summary import KEYS, margins, missing_keys, read_summary, result_table, write_summary

REPOSITORY = Path(__file__).parents[1]
CLASS_NAMES = ['<script>alert("x")</script>', "cats & dogs", "it's", "plain"]


def make_summary(seed: int = 0, int8: float = 0.981, **changes: Any) -> dict[str, Any]:
    """A complete summary; `changes` replace whole top-level values."""
    made: dict[str, Any] = {
        "schema": 1,
        "command": f"python -m dnas.train device=nucleo_f746 budget.host_ram=512MB seed={seed} run.dir=/tmp/r{seed}",
        "seed": seed,
        "versions": {"torch": "2.13.0", "python": "3.11.7"},
        "git_commit": None,
        "data": {"name": "digits", "resolution": [32, 32], "classes": 4, "class_names": CLASS_NAMES,
                 "train": 1200, "val": 240, "test": 357},
        "device": {"name": "nucleo_f746", "core": "cortex-m7", "clock_hz": 216_000_000, "runtime": "tflm"},
        "input": {"shape": [1, 32, 32, 1], "scale": 1 / 255, "zero_point": -128, "resize": "bilinear",
                  "source_shape": [8, 8, 1]},
        "output": {"scale": 0.1, "zero_point": 3, "kind": "logits"},
        "budget": {"sram_bytes": 294_912, "flash_bytes": 917_504, "latency_s": None, "host_ram_bytes": 512_000_000},
        "predicted": {"sram_bytes": 40_000, "flash_bytes": 90_000, "latency_s": 0.0132, "macs": 2_560_000,
                      "host_ram_bytes": 480_000_000},
        "measured": {"sram_bytes": 41_000, "arena_host_bytes": 52_000, "flash_bytes": 90_112, "host_ram_bytes": 463_000_000,
                     "wall_s": 412.0, "search_s": 200.0, "finetune_s": 100.0},
        "accuracy": {"metric": "accuracy", "float_val": 0.99, "float_test": 0.9834, "int8_test": int8, "f1_test": 0.98,
                     "quantization_error": 0.002},
        "feasible": True,
        "certificate": {"tflite_micro": "ran", "unchecked": ["latency <on the board>"]},
        "margins": {},
    }  # fmt: skip
    made |= copy.deepcopy(changes)
    made["margins"] = margins(made)
    return made


def make_layers() -> list[dict[str, Any]]:
    return [
        {"op": "conv", "in_shape": (32, 32, 1), "out_shape": (16, 16, 8), "kernel": (3, 3), "stride": (2, 2), "macs": 18432,
         "flash_bytes": 104, "live_bytes": 3072, "cycles": 400_000},
        {"op": "depthwise", "in_shape": (16, 16, 8), "out_shape": (16, 16, 8), "kernel": (5, 5), "stride": (1, 1),
         "macs": 51200, "flash_bytes": 232, "live_bytes": 4096, "cycles": 900_000},
        {"op": "linear", "in_shape": (1, 1, 8), "out_shape": (1, 1, 4), "kernel": (1, 1), "stride": (1, 1), "macs": 32,
         "flash_bytes": 48, "live_bytes": 12, "cycles": 700},
    ]  # fmt: skip


def make_history(search_epochs: int = 12) -> list[dict[str, Any]]:
    """Plausible rows: training and validation come in rows of their own, as a CSV logger writes them."""
    rows: list[dict[str, Any]] = []
    for phase, epochs in (("warmup", 4), ("search", search_epochs), ("finetune", 5), ("qat", 3)):
        for epoch in range(epochs):
            t = len(rows) / 2
            rows.append(
                {
                    "phase": phase,
                    "epoch": epoch,
                    "train/loss": 2.3 * math.exp(-t / 6) + 0.05,
                    "train/accuracy": 1 - math.exp(-t / 3),
                }
            )
            row: dict[str, Any] = {
                "phase": phase,
                "epoch": epoch,
                "val/loss": 2.4 * math.exp(-t / 6) + 0.1,
                "val/accuracy": 0.98 - math.exp(-t / 3),
            }
            if phase == "search":
                share = epoch / max(1, search_epochs - 1)
                for name, start, end in (
                    ("sram", 1.8, 0.9),
                    ("flash", 0.7, 0.3),
                    ("latency", 2.6, 0.97),
                    ("host_ram", 0.9, 0.85),
                ):
                    row[f"cost/{name}"] = start + (end - start) * share
                    row[f"multiplier/{name}"] = 0.5 * share if start > 1 else 0.0
                for block in range(6):
                    logits = np.array([0.0, 0.4 + block, 1.0, 2.0, 0.3]) * share * 3
                    for option, p in zip(
                        ("skip", "conv3", "dw3", "mb_e3k3", "mb_e6k5"), np.exp(logits) / np.exp(logits).sum(), strict=True
                    ):
                        row[f"prob/stage1.block{block}.op/{option}"] = float(p)
            rows.append(row)
    return rows


def test_the_summary_round_trips_and_its_folder_holds_nothing_else(tmp_path: Path) -> None:
    write_summary(tmp_path / "summary.json", make_summary())
    assert read_summary(tmp_path) == read_summary(tmp_path / "summary.json") == make_summary()
    assert [path.name for path in tmp_path.iterdir()] == ["summary.json"]


def test_the_summary_takes_numpy_scalars_and_tuples(tmp_path: Path) -> None:
    made = make_summary() | {"seed": np.int64(3)}
    made["accuracy"] |= {"int8_test": np.float32(0.5)}
    made["input"] |= {"shape": (1, 32, 32, 1)}
    write_summary(tmp_path / "summary.json", made)
    read = read_summary(tmp_path)
    assert (read["seed"], read["accuracy"]["int8_test"], read["input"]["shape"]) == (3, 0.5, [1, 32, 32, 1])


@pytest.mark.parametrize("name", [f"{group}.{key}" for group, keys in KEYS.items() for key in keys] + list(KEYS))
def test_every_required_key_is_missed_by_name(name: str, tmp_path: Path) -> None:
    made = make_summary()
    group, _, key = name.partition(".")
    if key:
        del made[group][key]
    else:
        del made[group]
    assert missing_keys(made) == [name]
    with pytest.raises(ValueError, match=re.escape(name)):
        write_summary(tmp_path / "summary.json", made)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, np.float32("nan")])
def test_numbers_that_json_cannot_hold_are_refused_by_name(bad: float, tmp_path: Path) -> None:
    made = make_summary()
    made["accuracy"]["int8_test"] = bad
    with pytest.raises(ValueError, match=r"accuracy\.int8_test"):
        write_summary(tmp_path / "summary.json", made)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    write_summary(path, make_summary(seed=1))
    with pytest.raises(ValueError, match="cannot"):
        write_summary(path, make_summary(versions={"torch": object()}))
    assert read_summary(path)["seed"] == 1


def test_what_setting_up_takes_is_held_against_the_budget_of_sram() -> None:
    """TFLM may need more of an arena to allocate than to run: a network that cannot be set up does not fit."""
    made = make_summary()
    assert "allocation" not in made["margins"], "older runs do not state it"
    measured = made["measured"] | {"sram_bytes": 290_000, "allocation_bytes": 300_000}
    made = make_summary(measured=measured, feasible=False)
    assert made["margins"]["sram"] > 0 > made["margins"]["allocation"] == pytest.approx(1 - 300_000 / 294_912)
    assert "no (SRAM to set up over budget)" in result_table(made)


def test_margins_prefer_what_was_measured() -> None:
    made = make_summary()
    assert made["margins"]["sram"] == pytest.approx(1 - 41_000 / 294_912)
    assert made["margins"]["latency"] is None
    made["budget"]["latency_s"] = 0.010
    assert margins(made)["latency"] == pytest.approx(-0.32)


def test_the_result_table_reads_in_plain_text() -> None:
    made = make_summary()
    lines = result_table(made).splitlines()
    assert lines[0].split() == ["budget", "predicted", "measured", "margin"]
    assert lines[1].split("  ")[0] == "SRAM"
    assert re.findall(r"[\d.]+ \S+", lines[1]) == ["288.0 KiB", "39.1 KiB", "40.0 KiB", "86.1 %"]
    assert "no limit" in lines[3]
    assert re.findall(r"[\d.]+ \S+", lines[4]) == ["512.0 MB", "480.0 MB", "463.0 MB", "9.6 %"]
    assert len({len(line) for line in lines[:5]}) == 1  # right-aligned
    assert "float 98.34 %, int8 98.10 % (-0.24 ± 0.20 points), macro F1 98.00 %" in "\n".join(lines)
    assert lines[-1] == "feasible on nucleo_f746: yes"


def test_the_result_table_names_broken_budgets() -> None:
    made = make_summary(feasible=False)
    made["measured"]["sram_bytes"] = 300_000
    assert result_table(made).splitlines()[-1] == "feasible on nucleo_f746: no (SRAM over budget)"


class Page(HTMLParser):
    """Checks that tags are closed in order and collects texts and tags."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def render(path: Path, **changes: Any) -> tuple[Page, str]:
    arguments: dict[str, Any] = {
        "summary": make_summary(), "layers": make_layers(), "history": make_history(),
        "confusion": np.array([[50, 1, 0, 0], [2, 60, 3, 0], [0, 0, 0, 0], [0, 0, 1, 70]]), "class_names": CLASS_NAMES,
    } | changes  # fmt: skip
    write_html(path / "report.html", **arguments)
    text = (path / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == []
    return page, text


def test_the_page_is_self_contained_and_well_formed(tmp_path: Path) -> None:
    page, text = render(tmp_path)
    assert "script" not in page.tags
    assert page.links == []
    assert "http" not in text
    assert "@import" not in text
    for picture in re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL):
        ElementTree.fromstring(picture)  # well-formed XML
    assert not re.search(r"\b(nan|inf|None)\b", text)
    assert "prefers-color-scheme: dark" in text


def test_the_page_escapes_every_text(tmp_path: Path) -> None:
    page, text = render(tmp_path)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "cats & dogs" in page.texts
    assert "latency <on the board>" in "".join(page.texts)


def test_the_page_shows_what_it_was_given(tmp_path: Path) -> None:
    page, _ = render(tmp_path)
    joined = "|".join(page.texts)
    for expected in ("feasible: yes", "98.10 %", "16 x 16 x 8", "depthwise", "900.0 k", "69 %",
                     "Expected cost relative to its budget",
                     "stage1.block5.op", "mb_e3k3", "warmup", "qat", "budget", "recall",
                     "true cats & dogs, predicted it's: 3 of 65", "python -m dnas.train device=nucleo_f746"):  # fmt: skip
        assert expected in joined, expected


def test_the_page_of_generated_code_states_both_definitions_of_memory(tmp_path: Path) -> None:
    made = make_summary(interpreter={"sram_bytes": 4100, "flash_bytes": 10092})
    made["device"]["runtime"] = "generated C"
    page, _ = render(tmp_path, summary=made)
    joined = "".join(page.texts)
    assert "an arena of 4.0 KiB and a file of 9.9 KiB" in joined
    assert "The arena adds" not in joined
    page, _ = render(tmp_path)
    joined = "".join(page.texts)
    assert "Under an interpreter" not in joined
    assert "The arena adds" in joined


def test_the_layer_table_adds_up_to_the_file(tmp_path: Path) -> None:
    made = make_summary()
    made["measured"]["flash_bytes"] = 104 + 232 + 48 + 476
    _, text = render(tmp_path, summary=made)
    assert re.search(r"what the file has besides its layers</td><td>476 B</td>.*>total</td>.*<td>860 B</td>", text)
    for flash_bytes in (104 + 232 + 48, None):  # generated code is the sum of its layers
        made["measured"]["flash_bytes"] = flash_bytes
        _, text = render(tmp_path, summary=made)
        assert "besides its layers" not in text
        assert re.search(r">total</td>.*<td>384 B</td>", text)


def test_the_page_shows_host_memory_over_the_run_and_what_the_plan_chose(tmp_path: Path) -> None:
    history = [row | {"host/peak_bytes": 400e6 + 1e6 * i} for i, row in enumerate(make_history())]
    for row in history:
        if row["phase"] == "search":
            row["host/planned_bytes"] = 470e6
    host = {"choice": "budget 512 MB <predicted> 480 MB", "halvings": [["search", 2, 7], ["qat", 0, -1]]}
    _, page = render(tmp_path, summary=make_summary(host=host), history=history)
    assert "<h2>Host RAM</h2>" in page
    assert "budget 512 MB &lt;predicted&gt; 480 MB." in page
    assert "search, epoch 3, batch 8; qat, at its start." in page
    for label in ("peak so far", "plan", "predicted", "budget"):
        assert re.search(rf'<text class="end [^"]*"[^>]*>{label}', page), label
    _, page = render(tmp_path, summary=make_summary(host=host | {"halvings": []}), history=history)
    assert "The plan held" in page
    assert "<h2>Host RAM</h2>" not in render(tmp_path)[1], "a run of before has no such figures"


def test_the_page_does_without_history_confusion_and_layers(tmp_path: Path) -> None:
    page, _ = render(tmp_path, layers=[], history=[], confusion=None, class_names=[])
    assert "Budgets" in page.texts
    assert "Confusion matrix (test part, int8)" not in page.texts
    page, _ = render(
        tmp_path, history=[{"phase": "search", "train/loss": "nan"}, {"epoch": 0}, {"train/loss": "0.5", "epoch": ""}]
    )
    assert "Loss" in page.texts


def test_the_page_refuses_names_that_do_not_match_the_matrix(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="4 rows, but there are 2 class names"):
        render(tmp_path, class_names=["a", "b"])


def test_a_long_search_keeps_the_page_small(tmp_path: Path) -> None:
    render(tmp_path, history=make_history(search_epochs=300))
    assert (tmp_path / "report.html").stat().st_size < 1_000_000


def test_many_classes_keep_the_page_small(tmp_path: Path) -> None:
    counts = np.diag(np.full(200, 25))
    counts[0, 1] = 3
    render(tmp_path, confusion=counts, class_names=[f"class {number}" for number in range(200)])
    assert (tmp_path / "report.html").stat().st_size < 400_000


def test_rows_of_one_epoch_are_merged_but_not_those_of_another_phase() -> None:
    rows = [
        {"phase": "warmup", "epoch": 0, "train/loss": 1.0, "val/loss": None},
        {"phase": "warmup", "epoch": 0, "train/loss": "", "val/loss": 2.0},
        {"phase": "search", "epoch": 0, "train/loss": 3.0},
    ]
    assert by_epoch(rows) == [
        {"phase": "warmup", "epoch": 0, "train/loss": 1.0, "val/loss": 2.0},
        {"phase": "search", "epoch": 0, "train/loss": 3.0},
    ]


def test_the_trainings_of_the_contest_share_one_label() -> None:
    bands = [Band("search", 0, 5), *(Band(f"contest 1.{n}", 5 + n, 5 + n) for n in range(1, 9)), Band("finetune", 14, 20)]
    text = line_chart([Series("a", [float(n) for n in range(21)], 0)], bands, "t", str)
    assert [text.count(f">{name}<") for name in ("search", "contest", "contest 1.3", "finetune")] == [1, 1, 0, 1]
    assert text.count('class="phase"') == 9, "each of them begins at a line of its own"


def test_curves_break_where_a_phase_begins_and_skip_gaps() -> None:
    text = line_chart([Series("a", [1.0, None, 2.0, 5.0, 4.0], 0)], [Band("warmup", 0, 2), Band("search", 3, 4)], "t", str)
    lines = [line.attrib["points"].split() for line in ElementTree.fromstring(text).iter("polyline")]
    assert [len(points) for points in lines] == [2, 2]
    assert line_chart([Series("a", [None, None], 0)], [], "t", str) == ""
    assert "<circle" in line_chart([Series("a", [1.0], 0)], [Band("x", 0, 0)], "t", str)


@pytest.mark.parametrize("values", [[0.0], [-3.0, 7.0], [0.2, 1.0, 2.63], [1e-6, 2e-6], [12345.0]])
def test_scales_cover_their_values(values: list[float]) -> None:
    scale, ticks = make_scale(values, log=False)
    assert min(ticks) <= min(0, *values)
    assert max(ticks) >= max(values) * (1 - 1e-9)
    assert 2 <= len(ticks) <= 8
    assert scale(scale.low) == scale.bottom
    assert scale(scale.high) == pytest.approx(scale.top)
    log_scale, log_ticks = make_scale([0.03, 45.0], log=True)
    assert log_ticks == pytest.approx([0.01, 0.1, 1, 10, 100])
    assert log_scale(1.0) == pytest.approx((log_scale.top + log_scale.bottom) / 2)


def test_strips_show_the_last_probability_and_mark_the_best() -> None:
    text = probability_strip([("skip", [0.5, 0.25]), ("conv<3>", [0.5, 0.75])], "op")
    root = ElementTree.fromstring(text)
    strong = [mark.text for mark in root.iter("text") if "strong" in mark.attrib["class"]]
    assert strong == ["conv<3>", "75 %"]
    opacities = [mark.attrib["fill-opacity"] for mark in root.iter("rect") if mark.attrib["class"] == "cell"]
    assert opacities == ["0.50", "0.24", "0.50", "0.76"]  # shades of 2 %


def test_the_confusion_matrix_holds_counts_and_recall() -> None:
    root = ElementTree.fromstring(confusion_matrix([[8, 2], [0, 5]], ["a", "b"]))
    texts = [mark.text for mark in root.iter("text")]
    assert {"8", "2", "5", "80.0 %", "100.0 %"} <= set(texts)
    shown = [mark.attrib["class"] for mark in root.iter("rect")]
    assert shown == ["empty", "cell", "cell miss", "cell"], "one background, and no cell where nothing was counted"


def write_run(folder: Path, made: dict[str, Any]) -> Path:
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps(made))
    return folder


def test_compare_groups_runs_that_differ_only_in_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed, int8 in enumerate((0.97, 0.98, 0.99)):
        write_run(tmp_path / f"seed{seed}", make_summary(seed=seed, int8=int8))
    slower = make_summary(seed=0)
    slower["command"] += " search.epochs=99"
    write_run(tmp_path / "other", slower)
    write_run(tmp_path / "later", make_summary(seed=3, git_commit="f00d"))
    write_run(tmp_path / "seed0_again", make_summary(seed=0, int8=0.97))
    assert compare.main([str(tmp_path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["runs"]) == 6
    (group,) = result["groups"]
    assert group["seeds"] == [0, 1, 2]
    assert group["int8_test"]["mean"] == pytest.approx(0.98)
    assert group["int8_test"]["standard_error"] == pytest.approx(0.01 / math.sqrt(3))
    assert group["sram_bytes"] == {"mean": 41_000.0, "standard_error": 0.0}


def test_compare_reads_the_command_as_a_shell_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of `space.weights=[int8, int4]` and `[int8, int4_d25]` the words between spaces that hold a `=` are the same."""
    for seed, weights in enumerate(("[int8, int4]", "[int8, int4_d25]", "[int8, int4]")):
        made = make_summary(seed=seed)
        made["command"] = shlex.join(["python", "-m", "dnas.train", f"space.weights={weights}", f"seed={seed}"])
        write_run(tmp_path / str(seed), made)
    assert compare.main([str(tmp_path), "--json"]) == 0
    (group,) = json.loads(capsys.readouterr().out)["groups"]
    assert group["seeds"] == [0, 2]
    write_run(tmp_path / "odd", make_summary(command="python -m dnas.train name=it's"))
    assert compare.main([str(tmp_path)]) == 0


def test_compare_tells_folders_apart_that_are_the_data_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for data in ("mnist", "npy"):
        for seed, root in enumerate(("here", "there", "here")):
            made = make_summary(seed=seed, command=f"python -m dnas.train data={data} data.root={root} seed={seed}")
            made["data"]["name"] = data
            write_run(tmp_path / data / str(seed), made)
    assert compare.main([str(tmp_path), "--json"]) == 0
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert [group["seeds"] for group in groups] == [[0, 1, 2], [0, 2]]


def test_compare_takes_what_is_absent(tmp_path: Path) -> None:
    made = make_summary(command=None)
    for group, keys in KEYS.items():
        made[group] = dict.fromkeys(keys) if keys else {} if group in summary.OBJECTS else None
    for name in "ab":
        write_run(tmp_path / name, made)
    assert compare.main([str(tmp_path)]) == 0
    assert "float -, int8 -" in result_table(made | {"accuracy": made["accuracy"] | {"quantization_error": 0.01}})


@pytest.mark.parametrize(
    ("folders", "name"),
    [
        (["digits_f746_seed0", "digits_f746_seed1"], "digits_f746"),
        (["kws/seed10", "kws/seed11"], "kws"),
        (["kws/0", "kws/1"], "kws"),
        (["one/tried-seed=1", "one/tried-seed=2"], "tried"),
        (["reseed_1", "reseed_2"], "reseed"),
    ],
)
def test_a_group_is_named_by_what_its_folders_share(folders: list[str], name: str, tmp_path: Path) -> None:
    runs = compare.find_runs([write_run(tmp_path / folder, make_summary(seed=seed)) for seed, folder in enumerate(folders)])
    assert compare.group_row(runs)[0] == f"{name}, mean of 2"


def test_compare_takes_a_run_given_twice_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_run(tmp_path / "a", make_summary())
    monkeypatch.chdir(folder)
    assert compare.main([".", str(folder), "summary.json"]) == 0
    (_, row) = capsys.readouterr().out.splitlines()
    assert row.startswith("a ")


def test_compare_follows_links_and_enters_each_folder_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed, name in enumerate(("real", "runs/a")):
        write_run(tmp_path / name, make_summary(seed=seed))
    (tmp_path / "runs" / "b").symlink_to(tmp_path / "real")
    (tmp_path / "runs" / "round").symlink_to(tmp_path / "runs")
    assert compare.main([str(tmp_path / "runs"), "--json"]) == 0
    assert [Path(run["run"]).name for run in json.loads(capsys.readouterr().out)["runs"]] == ["a", "b"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_compare_leaves_out_no_folder_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed, name in enumerate("ab"):
        write_run(tmp_path / name, make_summary(seed=seed))
    (tmp_path / "b").chmod(0)
    code = compare.main([str(tmp_path)])
    (tmp_path / "b").chmod(0o700)
    assert code == 2
    assert f"{tmp_path / 'b'}: cannot be read" in capsys.readouterr().err


def test_a_foreign_key_gives_the_terminal_no_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_summary()
    made["margins"]["\x1b[2J"] = "x"
    (write_run(tmp_path / "a", make_summary()) / "summary.json").write_text(json.dumps(made))
    assert compare.main([str(tmp_path)]) == 2
    assert r"margins.\x1b[2J is 'x'" in capsys.readouterr().err


def test_compare_shows_help_and_bears_a_reader_that_stops_early(tmp_path: Path) -> None:
    write_run(tmp_path / "a", make_summary())
    command = [sys.executable, "-m", "dnas.compare"]
    shown = subprocess.run([*command, "--help"], check=True, cwd=REPOSITORY, capture_output=True, text=True)
    assert shown.stdout.startswith("usage: python -m dnas.compare")
    with subprocess.Popen([*command, str(tmp_path)], cwd=REPOSITORY, stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_compare_prints_one_row_per_run_and_per_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_run(tmp_path / "a", make_summary(seed=0, int8=0.97))
    second = write_run(tmp_path / "b", make_summary(seed=1, int8=0.99))
    assert compare.main([str(first), str(second)]) == 0
    text = capsys.readouterr().out
    rows = [line for line in text.splitlines() if "nucleo_f746" in line]
    assert len(rows) == 3
    assert "40.0 KiB/13.9 %" in rows[0]
    assert "13.2 ms" in rows[0]
    assert "98.00 ± 1.00 %" in rows[2]
    assert "2 of 2" in rows[2]


def test_compare_tells_budgets_and_devices_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(tmp_path / "a", make_summary(seed=0))
    tight = make_summary(seed=1)
    tight["budget"]["sram_bytes"] = 65_536
    write_run(tmp_path / "b", tight)
    assert compare.main([str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["groups"] == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no summary.json"),
        ("{broken", "not valid JSON"),
        ("[1]", "instead of an object"),
        ('{"seed": 1}', "lacks schema, command"),
        ("[" * 100_000, "not valid JSON"),
        ('{"seed": 1' + 5000 * "0" + "}", "not valid JSON"),
        (json.dumps(make_summary(seed="0")), "seed is '0' instead of a number"),
        (json.dumps(make_summary(seed=True)), "seed is True instead of a number"),
        (json.dumps(make_summary()).replace("412.0", "1e999"), "measured.wall_s is inf instead of a number"),
        (json.dumps(make_summary()).replace("412.0", "NaN"), "measured.wall_s is nan instead of a number"),
        (json.dumps(make_summary()).replace('"digits"', "1"), "data.name is 1 instead of a text"),
        (json.dumps(make_summary()).replace("41000", '"41000"'), "measured.sram_bytes is '41000' instead of a number"),
        (json.dumps(make_summary(feasible="no")), "feasible is 'no' instead of true or false"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_compare_ends_with_2_and_one_message(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "summary.json").write_text(content)
    assert compare.main([str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert message in captured.err
    assert str(tmp_path) in captured.err
    assert captured.err.count("\n") == 1
    with pytest.raises(RequestError):
        compare.find_runs([tmp_path / "absent"])


@pytest.mark.timeout(20)
def test_a_pipe_is_no_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "summary.json")
    assert compare.main([str(tmp_path)]) == 2
    assert "no summary.json there, or no plain file" in capsys.readouterr().err


def test_the_published_summaries_are_read() -> None:
    files = list((REPOSITORY / "results" / "published").rglob("summary.json"))
    assert len(files) > 50
    assert all(read_summary(file)["schema"] == summary.SCHEMA for file in files)


def test_report_and_compare_load_neither_torch_nor_a_plotting_library(tmp_path: Path) -> None:
    write_run(tmp_path / "a", make_summary())
    code = (
        "import sys, dnas.report, dnas.compare; assert dnas.compare.main([sys.argv[1]]) == 0; "
        "heavy = {'torch', 'numpy', 'matplotlib', 'pytorch_lightning', 'pandas'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL)


def test_schema_number_is_a_plain_integer() -> None:
    assert make_summary()["schema"] == summary.SCHEMA
