"""What all phases of a run share: the data, the priced and cut space, the supernet, the host's plan."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
import torch
from torch import Tensor

from dnas import config as configuration
from dnas import precision
from dnas.allocator import tidy
from dnas.batches import finer_shape, shapes_of, training_batches
from dnas.checkpoint import KEY, AtomicCheckpointIO, Checkpoints, EpochCheckpoint
from dnas.cost import cost_of, used
from dnas.cost.host import FLOAT_BYTES
from dnas.cost.tables import Mask, PriceTables
from dnas.cut import check_reachable, cut, smallest, witness
from dnas.data import BatchLoader, Dataset, class_weights
from dnas.design import Design, design_of
from dnas.device import Budget
from dnas.dryrun import measured_plan
from dnas.errors import RequestError, RunError
from dnas.files import write_text
from dnas.genotype import Shape
from dnas.geometry import Network
from dnas.guard import HostGuard, Place
from dnas.history import History
from dnas.hostplan import WANTED_SAMPLES, measure_start
from dnas.penalty import PENALTIES
from dnas.precision import VALUE_BYTES
from dnas.progress import Progress
from dnas.sampling import Limits, center, make_uniform
from dnas.schedule import qat_epochs, search_epochs, steps_per_epoch
from dnas.schema import LoggerConfig, RunConfig, RunFolderConfig
from dnas.session import Session
from dnas.space import Arch, SearchSpace
from dnas.supernet import Supernet
from dnas.task import Classification, Reconstruction, Task
from dnas.watch import Watch

CHUNK = 32
"""Images per batch where nothing is trained: without gradients one path's largest pair of tensors is all there is."""
BALANCED = 1.1
"""Class weights are used when the largest is this many times the smallest."""
OWN_NETWORKS = ("grow", "reference")
"""Methods whose networks are not of the space, so that a budget that nothing of the space meets may be one for them."""
UNIT_STEPS = 32
"""Unit of a reconstruction's error, in steps of the int8 input."""


@dataclass
class Setting:
    """What all phases of one run share."""

    config: RunConfig
    folder: Path
    data: Dataset
    """At the largest shape that an input may have."""
    budget: Budget
    space: SearchSpace
    tables: PriceTables
    guard: HostGuard
    """The host plan as it stands."""
    limits: Limits
    supernet: Supernet
    dtype: torch.dtype
    """In which networks compute while they train in float."""
    witness: Arch
    """A network that meets every budget of the board."""
    task: Task
    history: History
    progress: Progress
    checkpoints: Checkpoints
    started_s: float
    """When the run would have started had this process done all of it."""
    shaped: dict[Shape, Dataset]
    """The data at the input shapes that were asked for."""
    centered: bool = False
    admits: Callable[[Arch], bool] | None = None
    """What a network must meet besides the budgets."""

    def center(self) -> None:
        """Once: alpha where the search begins, for most rules the widest distribution whose expected costs meet the budgets."""
        if not self.centered:
            if PENALTIES[self.config.penalty.rule].centered:
                center(self.supernet, self.tables, self.limits, self.config.search.temperature_start)
            else:
                make_uniform(self.supernet)
            self.centered = True

    def first_probs(self) -> dict[str, Tensor]:
        """Probabilities with which the search begins, at its first temperature."""
        self.center()
        return {name: p.detach() for name, p in self.supernet.probs(self.config.search.temperature_start).items()}

    @property
    def batch_size(self) -> int:
        return self.config.data.batch_size

    def design_of(self, arch: Arch) -> Design:
        """An architecture of the space as a network of its own."""
        return design_of(self.tables, arch)

    def data_of(self, design: Design) -> Dataset:
        """The data as the network's input has it, read with the filter that the exported network's user has.

        Raises:
            RunError: it cannot be read any more, or a cache of it not be written.
        """
        return self.data_at(design.shape)

    def data_at(self, shape: Shape) -> Dataset:
        """The data in one shape; raises what `data_of` does."""
        if shape not in self.shaped:
            try:
                self.shaped[shape] = configuration.data_of(self.config, shape)
            except RequestError as error:  # the request was served until here: what has been trained stays
                raise RunError(f"{error}; once that is mended run.resume={self.folder} goes on") from error
        return self.shaped[shape]

    def loader(self, data: Dataset, part: str, batch_size: int = CHUNK) -> BatchLoader:
        """Batches of one part, in its order."""
        return BatchLoader(data, getattr(data, part), batch_size)

    def chunk_of(self, design: Design, copies: int = 1) -> int:
        """Images at once where a network is only evaluated: two (batch norm needs them) to `CHUNK`.

        Without gradients the largest slot is what counts, which is most of what checkpointing keeps; integer arithmetic takes
        about twice that (`copies`). The plan is that of the start, so that a resumed run measures on the same batches.
        """
        return max(2, self.guard.start.micro_batch(copies * design.priced.checkpointed_bytes, CHUNK))

    def left_bytes(self) -> float:
        """What the host's plan leaves for anything but what has to be there, at the start of the run, as for `chunk_of`."""
        plan = self.guard.start
        return math.inf if plan.limit_bytes is None else plan.left_bytes

    def norm_batches(self, design: Design, seed_offset: int, images: int) -> Iterator[Tensor]:
        """Training inputs as they are, `images` in all or a few more, that the host holds at once.

        They are not augmented: mixed samples vary less and windows of pictures otherwise than what the network will see
        (experiments/05_low_end/batch_norm.py).
        """
        size, data = self.chunk_of(design), self.data_of(design)
        batches = BatchLoader(data, data.train, size, True, self.config.seed + seed_offset, drop_last=True)
        return (x for x, _ in islice(batches, -(-images // size)))

    def train_loader(self, seed_offset: int, design: Design | None = None) -> BatchLoader:
        """Batches that weights learn from, those of the supernet or of one network.

        Every phase has its own order, counted from its first epoch.
        """
        shape = self.data.input_shape if design is None else design.shape
        finer = self.data_at(finer_shape(self.config, self.data, shape))
        return training_batches(self.config, finer, shape, seed_offset)

    def val_loader(self, design: Design) -> BatchLoader:
        """The validation part for one network, as many images at once as the host holds."""
        return self.loader(self.data_of(design), "val", batch_size=self.chunk_of(design))

    def once(self, name: str, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, in JSON's types; from disk where an earlier process of the run has computed it."""
        path = self.folder / "checkpoints" / f"{name}.json"
        if not path.exists():
            write_text(path, json.dumps(compute()))
        try:
            return json.loads(path.read_text())
        except ValueError as error:
            raise RunError(f"{path}: damaged ({error}); delete it and go on with run.resume=DIR") from error

    def elapsed_s(self) -> float:
        """Wall time of the run so far, earlier processes included."""
        return time.monotonic() - self.started_s

    def used(self, layers: Network) -> float:
        """Largest share of a budget that a network uses, by its exact costs."""
        return used(cost_of(layers, self.tables.device), self.budget)

    def fits(self, arch: Arch) -> bool:
        """Whether the architecture meets every budget of the board, and what the method asks besides."""
        return self.used(self.space.network(arch)) <= 1.0 and (self.admits is None or self.admits(arch))

    def micro_batch_of(self, design: Design, dtype: torch.dtype) -> Callable[[], int]:
        """How many samples of one network the host holds at once, its activations kept in `dtype`."""
        kept_bytes = design.priced.activation_bytes * VALUE_BYTES[dtype] // self.guard.plan.value_bytes
        kept = replace(design.priced, activation_bytes=kept_bytes, checkpointed_bytes=kept_bytes)
        return lambda: self.guard.split(kept, self.batch_size).micro_batch

    def fit(self, module: pl.LightningModule, phase: str, epochs: int, train: BatchLoader, val: BatchLoader | None) -> None:
        """One `Trainer.fit` of the run, from where an earlier process left it."""
        found = self.checkpoints.find(phase)
        done = 0 if found is None else int(found[1][KEY]["epochs"])
        self.guard.enter(Place(phase, 0, -1))
        self.history.start_phase(phase, done)
        self.progress.skip(done * len(train))
        self.progress.start_phase(phase, epochs)
        try:
            if found is not None and done >= epochs:
                module.on_load_checkpoint(found[1])
                module.load_state_dict(found[1]["state_dict"])
                return
            path = None if found is None else found[0]
            del found
            tidy()
            train.set_epoch(done)
            trainer = pl.Trainer(
                max_epochs=epochs,
                accelerator="cpu",
                logger=False,
                enable_progress_bar=False,
                enable_model_summary=False,
                num_sanity_val_steps=0,
                limit_val_batches=0 if val is None else 1.0,
                callbacks=[
                    Watch(self.guard, phase, self.progress.say),
                    self.progress,
                    self.history,
                    EpochCheckpoint(self.checkpoints, phase),
                ],
                plugins=[AtomicCheckpointIO()],
            )
            trainer.fit(module, train, val, ckpt_path=path, weights_only=True)
        except (KeyError, RuntimeError) as error:
            if done == 0 or self.guard.place.batch >= 0:  # nothing was loaded, or has been and training failed
                raise
            raise RunError(
                f"{self.checkpoints.path(phase)}: does not fit this version of the program ({str(error).splitlines()[0]}); "
                f"delete checkpoints/{self.checkpoints.path(phase).stem}* to train this phase anew, or start the run anew"
            ) from error


def prepare(config: RunConfig, folder: Path) -> Setting:
    """Reads the data, fills the price tables, refuses what cannot be met, cuts the space and plans the host's memory."""
    dtype = precision.chosen(config.trainer.precision)
    device = configuration.profile_of(config.device)
    budget = configuration.budget_of(config.budget, device)
    data = configuration.data_of(config)
    if len(data.train) < config.data.batch_size:
        raise RequestError(
            f"data.batch_size={config.data.batch_size} is more than the {len(data.train)} training samples that the validation "
            "part leaves; give a smaller batch or more data"
        )
    if data.clips is not None and config.finetune.teachers:
        raise RequestError(
            f"finetune.teachers={config.finetune.teachers}: networks learn the probabilities of classes from others, and "
            f"data={data.name} has none to tell apart; finetune.teachers=0 is allowed"
        )
    if len(data.val) < 2:
        raise RequestError(
            f"data.val_fraction={config.data.val_fraction} leaves {len(data.val)} validation samples; the search compares "
            "networks on two at least: give a larger share or more data"
        )
    finest = finer_shape(config, data, data.input_shape)
    finer = data if finest == data.input_shape else configuration.data_of(config, finest)
    start = measure_start()  # data that are read for the first time take memory that training does not
    shapes = shapes_of(config, data)
    space = SearchSpace(configuration.space_of(config.space), data.input_shape, len(data.outputs), shapes)
    tables = PriceTables(space, device, VALUE_BYTES[dtype])
    mask, found = reachable(tables, budget, config.search.method)
    torch.manual_seed(config.seed)
    supernet = Supernet(space, mask)
    task = task_of(data)
    steps = steps_per_epoch(config, data)
    f = config.finetune
    total = steps * (search_epochs(config) + (1 + f.teachers) * f.epochs + qat_epochs(config))
    progress, checkpoints = Progress(total), folder / "checkpoints"
    checkpoints.mkdir(exist_ok=True)
    free = not PENALTIES[config.penalty.rule].centered
    limits = Limits(budget.sram_bytes, budget.flash_bytes, budget.latency_s, free=free)
    guard = HostGuard.resumed(checkpoints / "plan.json")
    if guard is None:
        batches = training_batches(config, finer, data.input_shape, 0)
        plan = measured_plan(budget.host_ram_bytes, start, supernet, tables, limits, found, batches, dtype)
        guard = HostGuard(plan, checkpoints / "plan.json")
        guard.save()
    if guard.plan.limit_bytes is not None and config.penalty.host_ram:
        samples = min(config.data.batch_size, WANTED_SAMPLES) * guard.plan.value_bytes / FLOAT_BYTES
        limits = replace(limits, host_bytes=guard.plan.room_bytes + guard.plan.weight_bytes, samples=samples)
    setting = Setting(
        config, folder, data, budget, space, tables, guard, limits, supernet, dtype, found, task,
        History(folder / "metrics.csv"), progress, Checkpoints(checkpoints, fingerprint(config), progress.say),
        time.monotonic() - Session.load(folder).elapsed_s, {data.input_shape: data, finest: finer},
    )  # fmt: skip
    held = digest(data)
    if setting.once(f"data_{fingerprint(config)}", lambda: held) != held:
        raise RequestError(
            f"data.root={config.data.root}: labels or samples are not those with which the run in {folder} began, so that its "
            "parts would mix; put them back, or start a run anew"
        )
    return setting


def digest(data: Dataset) -> str:
    """Names which samples, of which classes, are in which part."""
    found = hashlib.sha256(json.dumps([data.class_names, data.source_shape]).encode())
    for part in (data.train, data.val, data.test):
        found.update(part.labels.tobytes() + part.indices.tobytes())
    return found.hexdigest()[:16]


def reachable(tables: PriceTables, budget: Budget, method: str) -> tuple[Mask, Arch]:
    """What the cut leaves of the space, and a network that meets every budget; of methods with networks of their own all.

    Raises:
        RequestError: no network of the space meets the budgets.
    """
    try:
        check_reachable(tables, budget)
        mask = cut(tables, budget)
        return mask, witness(tables, budget, mask)
    except RequestError:
        if method not in OWN_NETWORKS:
            raise
        mask = tables.full_mask()
        return mask, smallest(tables, mask)["flash"][1]


def task_of(data: Dataset) -> Task:
    """What the data ask for; classes are weighted where they are unbalanced."""
    if data.clips is not None:
        return Reconstruction(UNIT_STEPS * data.scale, len(data.outputs))
    weights = class_weights(data.train.labels, len(data.class_names))
    return Classification(len(data.class_names), weights if float(weights.max() / weights.min()) >= BALANCED else None)


def fingerprint(config: RunConfig) -> str:
    """Names the run's configuration, its folder and logger left out: checkpoints of another one are not its own."""
    kept = replace(config, run=RunFolderConfig(), logger=LoggerConfig(kind=""))
    return hashlib.sha256(json.dumps(asdict(kept), sort_keys=True).encode()).hexdigest()[:16]
