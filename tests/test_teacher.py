"""A teacher softens what weights learn from, at every shape of the input and in no other part of the data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from sounds import write_cars
from test_config import composed

from dnas import teacher
from dnas.data import BatchLoader
from dnas.errors import RequestError
from dnas.setting import Setting, prepare
from dnas.task import Classification

WORDS = ("debug=default", "data.resolution=[16,12]", "teacher.epochs=2", "seed=1")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """Digits behind two epochs of ResNet-8."""
    setting = prepare(composed(*WORDS), tmp_path_factory.mktemp("run"))
    teacher.teach(setting)
    return setting


def test_half_of_a_label_is_the_teachers_answer() -> None:
    answers = np.array([[0.2, 0.8], [0.9, 0.1]], np.float32)
    found = teacher.softened(np.array([0, 0]), answers, 0.5)
    assert found.dtype == np.float32
    assert found == pytest.approx(np.array([[0.6, 0.4], [0.95, 0.05]]))
    assert teacher.softened(np.array([0, 1]), answers, 0.0).tolist() == [[1, 0], [0, 1]]
    assert teacher.softened(np.array([0, 1]), answers, 1.0).tolist() == answers.tolist()


def test_the_loss_is_the_weighted_sum_of_that_of_label_and_teacher() -> None:
    outputs, labels, answers = torch.randn(5, 3), np.array([0, 2, 1, 1, 0]), torch.randn(5, 3).softmax(1)
    task, x = Classification(3), torch.zeros(5, 1, 1, 1)
    soft = torch.from_numpy(teacher.softened(labels, answers.numpy(), 0.5))
    hard = task.loss(outputs, x, torch.from_numpy(labels))
    teachers = -(answers * outputs.log_softmax(1)).sum(1).mean()
    assert task.loss(outputs, x, soft).item() == pytest.approx((hard.item() + teachers.item()) / 2)
    assert task.target(x, soft).tolist() == labels.tolist()


def test_training_aims_at_it_at_every_shape(taught: Setting) -> None:
    """The sample that a batch holds and its target belong together; validation and test keep their labels."""
    shapes = taught.space.shapes
    assert [shape[1] for shape in shapes] == [16, 12]
    stem = taught.space.choice_index["stem"]
    options = [next(i for i, (_, s, _) in enumerate(taught.space.stem_options) if s == scale) for scale in range(2)]
    for shape, option in zip(shapes, options, strict=True):
        design = taught.design_of((*taught.witness[:stem], option, *taught.witness[stem + 1 :]))
        data = taught.data_of(design)
        assert data.input_shape == shape
        assert data.train.targets is taught.data.train.targets
        assert (data.val.targets, data.test.targets) == (None, None)
        _, y = next(iter(taught.train_loader(0, design)))
        assert y.shape == (taught.batch_size, 10)
        assert y.sum(1).tolist() == pytest.approx([1.0] * len(y), abs=1e-5)
    rows = BatchLoader(taught.data, taught.data.train, 50)
    assert torch.equal(torch.cat([y for _, y in rows]).argmax(1), torch.from_numpy(taught.data.train.labels))


def test_the_teacher_has_learned(taught: Setting) -> None:
    answers = np.load(taught.folder / "checkpoints" / "teacher.npy")
    assert (answers.argmax(1) == taught.data.train.labels).mean() > 0.8


def test_a_resumed_run_asks_no_second_time(taught: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    again = prepare(taught.config, taught.folder)
    assert again.data.train.targets is None
    monkeypatch.setattr(Setting, "fit", lambda *_: pytest.fail("trained again"))
    teacher.teach(again)
    assert np.array_equal(again.data.train.targets, taught.data.train.targets)


def test_without_a_teacher_labels_stay(tmp_path: Path) -> None:
    setting = prepare(composed("debug=default", "data.resolution=16"), tmp_path)
    teacher.teach(setting)
    assert setting.data.train.targets is None
    with pytest.raises(RequestError, match=r"teacher\.epochs=-1"):
        composed("teacher.epochs=-1")


def test_what_has_no_classes_has_no_teacher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNAS_CACHE", str(tmp_path / "cache"))
    write_cars(tmp_path, training=3)
    config = composed("experiment=toyadmos_l4r5", f"data.root={tmp_path}", "data.batch_size=8", "teacher.epochs=1")
    with pytest.raises(RequestError, match=r"teacher\.epochs=1: toyadmos has no classes"):
        prepare(config, tmp_path)
