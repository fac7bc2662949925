"""The training part of a run, in a process of its own: cut, warm-up, search, discretize, fine-tune, quantize, export.

`python -m dnas.run FOLDER` reads FOLDER/config.yaml and leaves the exported files and `checkpoints/stage.json` there. The
process ends before certification starts, and its memory with it.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dnas.allocator import configure_allocator, tidy
from dnas.lean import import_torchmetrics, leave_out_compiler
from dnas.process import die_with_parent

configure_allocator()
leave_out_compiler()
import_torchmetrics()

import numpy as np  # noqa: E402  the allocator must be set before anything large is imported
import torch  # noqa: E402

from dnas import config as configuration  # noqa: E402
from dnas.arguments import complain, show, streams_for_any_text  # noqa: E402
from dnas.cost import cost_of, layer_report  # noqa: E402
from dnas.cost.allocation import arena  # noqa: E402
from dnas.cost.runtime import runtime_of  # noqa: E402
from dnas.data import Dataset  # noqa: E402
from dnas.design import Design  # noqa: E402
from dnas.discretize import judged_on  # noqa: E402
from dnas.errors import HostExceeded, RequestError, RunError  # noqa: E402
from dnas.export.carray import array_c  # noqa: E402
from dnas.export.generated import network_c  # noqa: E402
from dnas.export.tflite import write_tflite  # noqa: E402
from dnas.files import write_bytes, write_text, write_texts  # noqa: E402
from dnas.hostplan import LATER_BYTES  # noqa: E402
from dnas.methods import CHECKS, METHODS  # noqa: E402
from dnas.model import exported  # noqa: E402
from dnas.phases import quantize, train_float, trained_teachers  # noqa: E402
from dnas.plan import host_text, plan_text, predicted_host_bytes  # noqa: E402
from dnas.quantize import QuantNetwork  # noqa: E402
from dnas.scoring import Classes  # noqa: E402
from dnas.setting import CHUNK, Setting, prepare  # noqa: E402
from dnas.snap import snapped  # noqa: E402


def export(setting: Setting, design: Design, quantized: QuantNetwork) -> dict[str, Any]:
    """Writes model.tflite, model.c, model.h and genotype.json; returns input and output quantization.

    For a board that runs generated C it writes network.c and network.h, too, and the file has the multipliers of that code.
    """
    folder, network, data, device = setting.folder, design.layers, setting.data_of(design), setting.tables.device
    graph, names = quantized.to_graph(data.outputs), data.class_names if data.clips is None else None
    if device.generated:
        graph, plan = snapped(graph), runtime_of(device).plan(exported(network))
        write_texts(folder, network_c(graph, plan.tensor_offsets, plan.arena_bytes, names))
    model = write_tflite(graph)
    write_bytes(folder / "model.tflite", model)
    to_give = arena(exported(network), device.core).allocation_bytes
    scales = (graph.input.scale, graph.input.zero_point, graph.output.scale, graph.output.zero_point)
    write_texts(folder, array_c(model, to_give, len(data.outputs), names, *scales))
    write_text(folder / "genotype.json", design.genotype.to_json())
    write_text(folder / "checkpoints" / "layers.json", json.dumps(layer_report(network, device)))
    return {
        "input": {"shape": list(graph.input.shape), "scale": graph.input.scale, "zero_point": graph.input.zero_point,
                  "resize": data.resize, "source_shape": list(data.source_shape)},
        "output": {"scale": graph.output.scale, "zero_point": graph.output.zero_point,
                   "kind": "logits" if data.clips is None else "reconstruction"},
    }  # fmt: skip


def write_test_part(path: Path, data: Dataset) -> None:
    """The test part as the network's int8 input (N, H, W, C), written in batches."""
    height, width, channels = data.test.image_shape
    out = np.lib.format.open_memmap(path, "w+", np.int8, (len(data.test), height, width, channels))
    offset = out.offset
    del out
    with path.open("r+b") as file:
        file.seek(offset)
        for start in range(0, len(data.test), CHUNK):
            file.write(data.to_int8(data.test.read(np.arange(start, min(start + CHUNK, len(data.test))))).tobytes())
    data.scoring.save(path.with_name("scoring.npz"))


def run(folder: Path) -> None:
    """All phases up to the exported files."""
    warnings.filterwarnings("ignore", module="pytorch_lightning|lightning_fabric")
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    config = configuration.load(folder / "config.yaml")
    if config.trainer.threads is not None:
        torch.set_num_threads(config.trainer.threads)
    setting = prepare(config, folder)
    check = CHECKS.get(config.search.method)
    checked = None if check is None else check(setting)
    only = checked if isinstance(checked, Design) else None
    if config.dry_run:
        show(plan_text(setting, only))
        return
    host = setting.once(
        "host", lambda: {"predicted_bytes": predicted_host_bytes(setting, only), "choice": host_text(setting, only)}
    )
    setting.progress.say(f"host RAM: {host['choice']}")
    design, network, epochs = METHODS[config.search.method](setting)
    searched_s = setting.once("searched", setting.elapsed_s)
    teachers = trained_teachers(setting, design)
    train_float(setting, network, "finetune", epochs, design, teachers)
    quantized = quantize(setting, network, design, teachers)
    finetuned_s = setting.once("finetuned", setting.elapsed_s)
    tidy()
    facts = export(setting, design, quantized)
    cost = cost_of(design.layers, setting.tables.device)
    data = setting.data_of(design)
    scoring, test = data.scoring, setting.loader(data, "test", batch_size=setting.chunk_of(design, copies=2))
    judged = judged_on(network, test, scoring)
    float_val = None  # of anomalies there are none in the validation part
    if data.clips is None:
        validation = Classes(data.val.labels, len(data.class_names))
        float_val = validation.figures(judged_on(network, setting.val_loader(design), validation))["accuracy"]
    facts |= {
        "data": {
            "name": data.name,
            "resolution": list(data.input_shape[1:]),
            "classes": len(data.class_names),
            "class_names": list(data.class_names),
            "train": len(data.train),
            "val": len(data.val),
            "test": len(data.test),
        },
        "budget": asdict(setting.budget),
        "predicted": {
            "sram_bytes": cost.sram_bytes,
            "allocation_bytes": None if setting.tables.device.generated else cost.allocation_bytes,
            "flash_bytes": cost.flash_bytes,
            "latency_s": cost.latency_s,
            "macs": cost.macs,
            "host_ram_bytes": host["predicted_bytes"],
        },
        "metric": scoring.metric,
        "float_val": float_val,
        "float_test": scoring.figures(judged)["accuracy"],
        "host": setting.guard.start.to_dict()
        | {
            "later_bytes": LATER_BYTES,
            "choice": host["choice"],
            "halvings": [list(place) for place in setting.guard.halvings],
            "micro_batch": setting.guard.start.micro_batch(design.priced.activation_bytes, setting.batch_size),
        },
        "search_s": searched_s,
        "finetune_s": finetuned_s - searched_s,
    }
    np.save(folder / "checkpoints" / "float_test.npy", judged)
    np.save(folder / "checkpoints" / "fake_quant_test.npy", judged_on(quantized, test, scoring))
    write_test_part(folder / "checkpoints" / "test_inputs.npy", data)
    write_text(folder / "checkpoints" / "stage.json", json.dumps(facts))
    setting.progress.close()


def main(folder: str) -> int:
    """Runs; returns the exit code and prints one message where the run cannot go on."""
    die_with_parent()
    streams_for_any_text()
    try:
        run(Path(folder))
    except RequestError as error:
        complain(str(error))
        return 2
    except HostExceeded as error:
        complain(str(error))
        return 3
    except RunError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"{error}; what has been trained stays, run.resume={folder} goes on")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
