"""The training part of a run, in a process of its own: cut, warm-up, search, discretize, fine-tune, quantize, export.

`python -m dnas.run FOLDER` reads FOLDER/config.yaml and leaves the exported files and `checkpoints/stage.json` there. The
process ends before certification starts, and its memory with it.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dnas.host import configure_allocator
from dnas.lean import import_torchmetrics

configure_allocator()
import_torchmetrics()

import numpy as np  # noqa: E402  the allocator must be set first
import pytorch_lightning as pl  # noqa: E402
import torch  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from dnas import config as configuration  # noqa: E402
from dnas.config import RunConfig  # noqa: E402
from dnas.cost import cost_of, layer_report, sram  # noqa: E402
from dnas.cost.tables import PriceTables, within  # noqa: E402
from dnas.cut import check_reachable, cut, smallest  # noqa: E402
from dnas.data import Augment, BatchLoader, Dataset, class_weights, load  # noqa: E402
from dnas.device import Budget, format_bytes, format_seconds  # noqa: E402
from dnas.discretize import discretize, estimate_batch_norm, losses_on, most_probable  # noqa: E402
from dnas.errors import HostBudgetError, RequestError  # noqa: E402
from dnas.export.carray import write_c  # noqa: E402
from dnas.export.tflite import write_tflite  # noqa: E402
from dnas.finetune import FinetuneModule, FinetuneSettings  # noqa: E402
from dnas.history import History  # noqa: E402
from dnas.hostplan import HostPlan, measure_floor, plan_host  # noqa: E402
from dnas.network import TorchNetwork, fold_batch_norm  # noqa: E402
from dnas.penalty import PENALTIES  # noqa: E402
from dnas.progress import Progress  # noqa: E402
from dnas.quantize import QuantNetwork  # noqa: E402
from dnas.search import Limits, SearchModule, SearchSettings, center, sample  # noqa: E402
from dnas.space import Arch, SearchSpace  # noqa: E402
from dnas.summary import write_text  # noqa: E402
from dnas.supernet import Supernet  # noqa: E402

VAL_LIMIT = 2000
"""Validation images that compare networks after the search."""
NORM_BATCHES = 16
"""Training batches that estimate batch-norm statistics."""
GOLDEN = 32
"""Inputs in golden.npz."""
CHUNK = 32
"""Images per batch where nothing is trained."""


@dataclass
class Setting:
    """What all phases of one run share."""

    config: RunConfig
    folder: Path
    data: Dataset
    budget: Budget
    space: SearchSpace
    tables: PriceTables
    host: HostPlan
    limits: Limits
    supernet: Supernet
    weights: Tensor | None
    history: History
    progress: Progress
    started_s: float

    @property
    def batch_size(self) -> int:
        return self.config.data.batch_size

    def loader(self, part: str, train: bool = False, batch_size: int = CHUNK, seed_offset: int = 0) -> BatchLoader:
        """Batches of one part; training batches are shuffled and augmented."""
        augment = Augment(**asdict(self.config.data.augment)) if train else None
        seed = self.config.seed + seed_offset
        return BatchLoader(self.data, getattr(self.data, part), batch_size, train, seed, augment, drop_last=train)

    def fit(self, module: pl.LightningModule, phase: str, epochs: int, train: BatchLoader, val: BatchLoader | None) -> None:
        """One `Trainer.fit` of the run."""
        self.history.phase = phase
        self.progress.start_phase(phase, epochs)
        trainer = pl.Trainer(
            max_epochs=epochs,
            accelerator="cpu",
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            limit_val_batches=0 if val is None else 1.0,
            callbacks=[self.history, self.progress],
        )
        trainer.fit(module, train, val)


def prepare(config: RunConfig, folder: Path) -> Setting:
    """Reads the data, fills the price tables, refuses what cannot be met, cuts the space and plans the host's memory."""
    device = configuration.profile_of(config.device)
    budget = configuration.budget_of(config.budget, device)
    root = None if config.data.root is None else Path(config.data.root)
    data = load(config.data.name, root, config.data.resolution, config.data.val_fraction, config.seed)
    space = SearchSpace(configuration.space_of(config.space), data.input_shape, len(data.class_names))
    tables = PriceTables(space, device)
    check_reachable(tables, budget)
    mask = cut(tables, budget)
    torch.manual_seed(config.seed)
    supernet = Supernet(space, mask)
    parameters = sum(p.numel() for p in supernet.weight_parameters())
    unit = np.eye(6)[5]
    least, _ = tables.cheapest(unit, mask)
    host = plan_host(budget.host_ram_bytes, measure_floor(), parameters, int(least))
    limits = Limits(
        sram_bytes=budget.sram_bytes,
        flash_bytes=budget.flash_bytes,
        latency_s=budget.latency_s,
        activation_bytes=None if budget.host_ram_bytes is None else host.room_bytes / min(config.data.batch_size, 16),
    )
    weights = class_weights(data.train.labels, len(data.class_names))
    balanced = float(weights.max() / weights.min()) < 1.1
    steps = len(data.train) // config.data.batch_size
    qat = qat_epochs(config)
    total = steps * (config.search.warmup_epochs + config.search.epochs + config.finetune.epochs + qat)
    return Setting(
        config, folder, data, budget, space, tables, host, limits, supernet, None if balanced else weights,
        History(folder / "metrics.csv"), Progress(total), time.monotonic(),
    )  # fmt: skip


def qat_epochs(config: RunConfig) -> int:
    """Epochs of quantization-aware training: a share of the fine-tuning, at least one."""
    return max(1, round(config.finetune.epochs * config.quantize.epochs_fraction))


def plan_text(setting: Setting) -> str:
    """What `dry_run=true` prints."""
    space, tables, budget, host = setting.space, setting.tables, setting.budget, setting.host
    mask = [a.detach().isfinite().numpy() for a in setting.supernet.arch_parameters()]
    reachable = smallest(tables, tuple(mask))
    rng = np.random.default_rng(setting.config.seed)
    uniform = setting.supernet.probs()
    draws = [tables.price(sample(uniform, rng)) for _ in range(200)]
    left = float(np.prod([float(m.sum()) for m in mask]))
    latency = "no limit" if budget.latency_s is None else format_seconds(budget.latency_s)
    lines = [
        f"data      {setting.data.name}: {len(setting.data.train)} train, {len(setting.data.val)} validation, "
        f"{len(setting.data.test)} test, input {'x'.join(map(str, setting.data.input_shape))}, {len(setting.data.class_names)} classes",
        f"space     {space.spec.name}: {space.size:.1e} architectures, {left:.1e} after the cut",
        f"SRAM      budget {format_bytes(budget.sram_bytes)}, smallest {format_bytes(int(reachable['sram'][0]))}, "
        f"largest seen {format_bytes(max(d.sram_bytes for d in draws))}",
        f"flash     budget {format_bytes(budget.flash_bytes)}, smallest {format_bytes(int(reachable['flash'][0]))}, "
        f"largest seen {format_bytes(max(d.flash_bytes for d in draws))}",
        f"latency   budget {latency}, smallest {format_seconds(reachable['latency'][0])}, "
        f"largest seen {format_seconds(max(d.latency_s for d in draws))}",
        f"host RAM  {host.floor_bytes / 1e6:.0f} MB before training, {host.weight_bytes / 1e6:.1f} MB for weights, "
        f"{host.room_bytes / 1e6:.0f} MB for activations",
    ]
    return "\n".join([*lines, f"time      about {estimated_time_s(setting) / 60:.0f} min of training on this machine"])


def estimated_time_s(setting: Setting) -> float:
    """Wall time of all phases from three timed training steps of sampled networks."""
    center(setting.supernet, setting.tables, setting.limits)
    rng = np.random.default_rng(0)
    x = torch.rand(setting.batch_size, *setting.data.input_shape)
    start = 0.0
    for step in range(4):
        if step == 1:
            start = time.monotonic()
        setting.supernet(x, sample(setting.supernet.probs(), rng)).square().mean().backward()
    return (time.monotonic() - start) / 3 * setting.progress.total_steps


def search(setting: Setting) -> SearchModule:
    """Warm-up and differentiable search."""
    config = setting.config
    center(setting.supernet, setting.tables, setting.limits)
    rng = np.random.default_rng(config.seed)
    probs = setting.supernet.probs()
    drawn = [sample(probs, rng) for _ in range(64)]
    gaps = [sram.network_bytes(setting.space.network(a), setting.tables.device.core) / setting.tables.price(a).sram_bytes for a in drawn]
    setting.limits = Limits(
        setting.limits.sram_bytes / float(np.mean(gaps)),  # the planner's typical need beyond the lower bound
        setting.limits.flash_bytes,
        setting.limits.latency_s,
        setting.limits.activation_bytes,
    )
    s = config.search
    settings = SearchSettings(
        s.warmup_epochs, s.epochs, s.weight_lr, s.weight_decay, s.alpha_lr, s.alpha_every, s.temperature_start,
        s.temperature_end, s.drop_below,
    )  # fmt: skip
    module = SearchModule(
        setting.supernet,
        setting.tables,
        setting.limits,
        PENALTIES[config.penalty.rule](),
        settings,
        BatchLoader(setting.data, setting.data.val, min(setting.batch_size, len(setting.data.val)), shuffle=True, seed=config.seed, drop_last=True),
        setting.weights,
        setting.host.micro_batch,
        config.seed,
    )
    train = setting.loader("train", train=True, batch_size=setting.batch_size)
    setting.fit(module, "search", s.warmup_epochs + s.epochs, train, None)
    return module


def choose(setting: Setting, module: SearchModule) -> Arch:
    """Discretizes under the hard budget."""
    config, space, device = setting.config, setting.space, setting.tables.device
    probs = {name: p.detach() for name, p in setting.supernet.probs(module.temperature).items()}
    ratios_of = {"sram_bytes": setting.budget.sram_bytes, "flash_bytes": setting.budget.flash_bytes, "latency_s": setting.budget.latency_s}

    def used(arch: Arch) -> float:
        cost = cost_of(space.network(arch), device)
        return max(getattr(cost, name) / limit for name, limit in ratios_of.items() if limit is not None)

    def fits(arch: Arch) -> bool:
        return within(setting.tables.price(arch), ratios_of) and used(arch) <= 1.0

    inputs = [x for x, _ in _first(setting.loader("train", train=True), NORM_BATCHES)]
    val = list(_first(setting.loader("val"), -(-VAL_LIMIT // CHUNK)))

    def evaluate(arch: Arch) -> np.ndarray:
        network = setting.supernet.extract(arch)
        estimate_batch_norm(network, inputs)
        return losses_on(network, val, setting.weights)

    rng = np.random.default_rng(config.seed)
    start = most_probable(probs, fits, rng, 2000, config.search.shortlist)
    if not start:
        start = [fallback(setting, fits)]
    allowed = [p.numpy() > 0 for p in probs.values()]
    chosen, ranked = discretize(space, start, allowed, fits, used, evaluate, module.estimator, config.search.evaluations)
    setting.progress.say(
        f"discretize: {len(ranked)} networks compared, loss {ranked[0].loss:.3f} to {ranked[-1].loss:.3f}; "
        f"taken: loss {chosen.loss:.3f}, {100 * chosen.used:.0f} % of the tightest budget"
    )
    return chosen.arch


def fallback(setting: Setting, fits: Callable[[Arch], bool]) -> Arch:
    """The best of the networks that are cheapest in one constraint, when no sample of the distribution fits."""
    mask = setting.tables.full_mask()
    for _, arch in smallest(setting.tables, mask).values():
        if fits(arch):
            return arch
    raise RequestError("no network that meets all budgets at once was found; loosen one of them")


def finetune(setting: Setting, network: TorchNetwork, network_activation_bytes: int) -> QuantNetwork:
    """Trains the found network in float, folds batch norm, trains quantization-aware; returns the quantized network."""
    config = setting.config
    classes = len(setting.data.class_names)

    def micro_batch() -> int:
        return setting.host.micro_batch(network_activation_bytes)

    f = config.finetune
    module = FinetuneModule(
        network, classes, FinetuneSettings(f.epochs, f.lr, f.weight_decay, f.label_smoothing), setting.weights, micro_batch
    )
    train = setting.loader("train", train=True, batch_size=setting.batch_size, seed_offset=1)
    setting.fit(module, "finetune", f.epochs, train, setting.loader("val"))
    network.eval()
    estimate_batch_norm(network, (x for x, _ in _first(setting.loader("train", train=True, seed_offset=2), 4 * NORM_BATCHES)))
    quantized = QuantNetwork(
        fold_batch_norm(network), setting.data.scale, setting.data.zero_point,
        "image" if setting.data.kind == "image" else "features",
    )  # fmt: skip
    q = config.quantize
    quantized.calibrate(x for x, _ in _first(setting.loader("train", train=True, seed_offset=3), q.calibration_batches))
    settings = FinetuneSettings(qat_epochs(config), q.lr, f.weight_decay, 0.0)
    setting.fit(FinetuneModule(quantized, classes, settings, setting.weights, micro_batch), "qat", settings.epochs, train, setting.loader("val"))
    quantized.eval()
    quantized.freeze_ranges()
    return quantized


@torch.no_grad()
def decisions(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> np.ndarray:
    """Class decided for every image, (N,)."""
    return torch.cat([network(x).argmax(1) for x, _ in batches]).numpy()


def export(setting: Setting, arch: Arch, quantized: QuantNetwork) -> dict[str, Any]:
    """Writes model.tflite, model.c, model.h and genotype.json; returns input and output quantization."""
    folder, network = setting.folder, setting.space.network(arch)
    graph = quantized.to_graph(setting.data.class_names)
    model = write_tflite(graph)
    write_bytes(folder / "model.tflite", model)
    arena = sram.network_bytes(network, setting.tables.device.core)
    write_c(
        folder / "model.c", folder / "model.h", model, arena, setting.data.class_names,
        graph.input.scale, graph.input.zero_point, graph.output.scale, graph.output.zero_point,
    )  # fmt: skip
    write_text(folder / "genotype.json", setting.space.genotype(arch).to_json())
    write_text(folder / "checkpoints" / "layers.json", json.dumps(layer_report(network, setting.tables.device)))
    return {
        "input": {"shape": list(graph.input.shape), "scale": graph.input.scale, "zero_point": graph.input.zero_point,
                  "resize": setting.data.resize, "source_shape": list(setting.data.source_shape)},
        "output": {"scale": graph.output.scale, "zero_point": graph.output.zero_point, "kind": "logits"},
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
    np.save(path.with_name("test_labels.npy"), data.test.labels)


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file in one step."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def _first(batches: Iterable[tuple[Tensor, Tensor]], count: int) -> Iterable[tuple[Tensor, Tensor]]:
    for index, batch in enumerate(batches):
        if index == count:
            return
        yield batch


def run(folder: Path) -> None:
    """All phases up to the exported files."""
    warnings.filterwarnings("ignore", module="pytorch_lightning|lightning_fabric")
    import logging

    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    config = configuration.load(folder / "config.yaml")
    if config.trainer.threads is not None:
        torch.set_num_threads(config.trainer.threads)
    setting = prepare(config, folder)
    if config.dry_run:
        print(plan_text(setting))
        return
    (folder / "checkpoints").mkdir(exist_ok=True)
    module = search(setting)
    arch = choose(setting, module)
    searched_s = time.monotonic()
    network = setting.supernet.extract(arch)
    torch.save(setting.supernet.state_dict(), folder / "checkpoints" / "supernet.pt")
    priced = setting.tables.price(arch)
    del module
    quantized = finetune(setting, network, priced.activation_bytes)
    finetuned_s = time.monotonic()
    torch.save(network.state_dict(), folder / "checkpoints" / "float.pt")
    facts = export(setting, arch, quantized)
    cost = cost_of(setting.space.network(arch), setting.tables.device)
    test = setting.loader("test")
    labels = setting.data.test.labels
    float_val = decisions(network, setting.loader("val")) == setting.data.val.labels
    facts |= {
        "data": {"name": setting.data.name, "resolution": list(setting.data.input_shape[1:]), "classes": len(setting.data.class_names),
                 "class_names": list(setting.data.class_names), "train": len(setting.data.train), "val": len(setting.data.val),
                 "test": len(setting.data.test)},
        "budget": asdict(setting.budget),
        "predicted": {"sram_bytes": cost.sram_bytes, "flash_bytes": cost.flash_bytes, "latency_s": cost.latency_s, "macs": cost.macs,
                      "host_ram_bytes": setting.host.predicted_bytes(priced.activation_bytes, setting.batch_size)},
        "float_val": float(float_val.mean()),
        "float_test": float((decisions(network, test) == labels).mean()),
        "search_s": searched_s - setting.started_s,
        "finetune_s": finetuned_s - searched_s,
    }  # fmt: skip
    np.save(folder / "checkpoints" / "fake_quant_test.npy", decisions(quantized, test))
    write_test_part(folder / "checkpoints" / "test_inputs.npy", setting.data)
    write_text(folder / "checkpoints" / "stage.json", json.dumps(facts))
    setting.progress.close()


def main(folder: str) -> int:
    """Runs; returns the exit code and prints one message where the request or the host is at fault."""
    try:
        run(Path(folder))
    except RequestError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except HostBudgetError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
