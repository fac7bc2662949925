"""Networks that learn the probabilities of others, on the digits and the tiny space."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from sounds import write_cars
from test_phases import architectures, prepared
from torch import nn

from dnas import phases
from dnas.data import BatchLoader
from dnas.errors import RequestError
from dnas.finetune import FinetuneModule, FinetuneSettings
from dnas.phases import quantize, train_float, trained_teachers
from dnas.setting import Setting
from dnas.teachers import imitation, taught


class Fixed(nn.Module):
    """Gives the same logits for every input."""

    def __init__(self, *logits: float) -> None:
        super().__init__()
        self.logits = torch.tensor(logits)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(x), -1)


def test_probabilities_are_the_mean_of_the_teachers() -> None:
    """Not the softmax of the mean: of 0.9 and 0.5 it is 0.7."""
    sure, unsure = Fixed(torch.logit(torch.tensor(0.9)).item(), 0.0), Fixed(0.0, 0.0)
    found = taught([sure, unsure], torch.zeros(3, 1, 2, 2), torch.float32)
    assert torch.allclose(found, torch.tensor([[0.7, 0.3]]).expand(3, 2))


def test_imitation_is_least_where_the_probabilities_are_the_teachers() -> None:
    given = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
    outputs = given.log().requires_grad_()
    imitation(outputs, given).backward()  # type: ignore[no-untyped-call]
    assert outputs.grad is not None
    assert torch.allclose(outputs.grad, torch.zeros(()), atol=1e-7)
    assert imitation(given.log(), given) < imitation(given.log() + torch.tensor([0.5, 0.0, 0.0]), given)


def test_who_is_taught_learns_nothing_from_labels(tmp_path: Path) -> None:
    """Once with the true labels, once with others: the same network, near the teacher's outputs, and the teacher stays."""
    setting = prepared(tmp_path)
    design = setting.design_of(architectures(setting)[1])
    teacher = setting.supernet.extract(architectures(setting)[1])
    train_float(setting, teacher, "teacher 1", 4, design)
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    found = []
    for number, shift in enumerate((0, 3)):
        network = phases.fresh(setting, design.layers)
        labels = setting.data.train.labels
        labels[:] = (labels + shift) % 10
        train_float(setting, network, f"finetune.{number}", 4, design, [teacher])
        labels[:] = (labels - shift) % 10
        found.append(network)
    first, second = (network.state_dict() for network in found)
    assert all(torch.equal(value, second[name]) for name, value in first.items())
    assert all(torch.equal(value, before[name]) for name, value in teacher.state_dict().items())
    x = torch.cat([x for x, _ in setting.val_loader(design)])
    with torch.no_grad():
        chosen = [network(x).argmax(1) for network in (teacher, found[0])]
    assert (chosen[0] == chosen[1]).float().mean() > 0.7


def test_each_teacher_has_a_start_and_an_order_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting = prepared(tmp_path, "finetune.teachers=2", "finetune.epochs=2")
    (tmp_path / "plain").mkdir()
    plain = prepared(tmp_path / "plain", "finetune.epochs=2")
    per_epoch = len(setting.train_loader(0))
    assert setting.progress.total_steps == plain.progress.total_steps + 2 * 2 * per_epoch
    orders: dict[str, list[int]] = {}
    fit = Setting.fit

    def noted(self: Setting, module: object, phase: str, epochs: int, train: BatchLoader, val: BatchLoader | None) -> None:
        orders[phase] = next(iter(train))[1].tolist()
        fit(self, module, phase, epochs, train, val)  # type: ignore[arg-type]

    monkeypatch.setattr(Setting, "fit", noted)
    design = setting.design_of(architectures(setting)[0])
    first, second = trained_teachers(setting, design)
    assert orders["teacher 1"] != orders["teacher 2"]
    assert not first.training
    assert not any(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True) if a.dim() > 1)
    module = FinetuneModule(first, setting.task, FinetuneSettings(1, 0.1, 0.0), lambda: 1, teachers=[second])
    assert {id(p) for p in module.parameters()} == {id(p) for p in first.parameters()}, "teachers neither train nor are saved"


def test_a_run_trains_its_teachers_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quantization-aware training is taught, too."""
    setting = prepared(tmp_path, "finetune.teachers=2")
    design = setting.design_of(architectures(setting)[0])
    given: dict[str, int] = {}

    def fit(self: Setting, module: FinetuneModule, phase: str, *rest: object) -> None:
        given[phase] = len(module.teachers)

    monkeypatch.setattr(Setting, "fit", fit)
    teachers = trained_teachers(setting, design)
    network = phases.fresh(setting, design.layers)
    train_float(setting, network, "finetune", 1, design, teachers)
    quantize(setting, network, design, teachers)
    assert given == {"teacher 1": 0, "teacher 2": 0, "finetune": 2, "qat": 2}


def test_what_is_reconstructed_has_no_teachers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    write_cars(tmp_path / "recordings", 6)
    words = ("experiment=toyadmos_l4r5", f"data.root={tmp_path / 'recordings'}", "data.resolution=null", "data.batch_size=64")
    with pytest.raises(RequestError, match=r"finetune\.teachers=2: .*finetune\.teachers=0 is allowed"):
        prepared(tmp_path, *words, "finetune.teachers=2")
