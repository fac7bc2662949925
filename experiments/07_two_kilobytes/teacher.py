"""Does a network of 1.4 KB learn more from labels that a teacher has softened, and how much of the teacher's answer is best?

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/teacher.py DIR/cifar10

CIFAR-10 in two classes at 20x20. The teacher is ResNet-8 at the same resolution, trained once; the network is that of mirrored
pairs in pairs.py, trained as fine-tuning does, three seeds. Reports loss and accuracy of the float network on the validation
pictures, against their labels. Writes results/published/07_two_kilobytes/teacher.md.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from free_epochs import SEEDS, WORDS
from pairs import NETWORKS, options

# isort: split
import numpy as np
import runs
import supernets
import torch

from dnas import config as configuration
from dnas.discretize import figure_on, losses_on
from dnas.network import TorchNetwork
from dnas.phases import train_float
from dnas.setting import Setting
from dnas.teacher import answers, softened

OUT = runs.RESULTS / "07_two_kilobytes" / "teacher.md"
SHARES = (0.0, 0.5, 1.0)


def judged(setting: Setting, share: float, seed: int, epochs: int) -> tuple[float, float]:
    """Validation loss, and accuracy in percent, of the network trained on what `setting` aims at."""
    setting = replace(setting, config=replace(setting.config, seed=seed))  # the parts of the data stay
    design = setting.design_of(setting.space.arch(options(*NETWORKS["mirrored pairs"])))
    torch.manual_seed(seed)
    network = TorchNetwork(design.layers)
    train_float(setting, network, f"share {share} seed {seed}", epochs, design)
    validation = setting.val_loader(design)
    loss = float(losses_on(network, validation, setting.task).mean())
    return loss, 100 * figure_on(network, validation, setting.task)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of cifar10")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--teacher-epochs", type=int, default=12)
    given = parser.parse_args()
    configuration.register()
    torch.set_num_threads(1)
    words = [*WORDS, "space.weights=[int4,int4_m]", f"teacher.epochs={given.teacher_epochs}", f"data.root={given.data}"]
    lines = ["| share of the teacher | loss | accuracy (%) |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        setting = supernets.setting_in(Path(folder), words)
        labels, taught = setting.data.train.labels, answers(setting)
        for share in SHARES:
            setting.aim_at(softened(labels, taught, share))
            found = np.array([judged(setting, share, seed, given.epochs) for seed in SEEDS])
            (loss, accuracy), (loss_spread, spread) = found.mean(0), found.std(0, ddof=1)
            lines.append(f"| {share:g} | {loss:.4f} ± {loss_spread:.4f} | {accuracy:.1f} ± {spread:.1f} |")
            print(lines[-1], flush=True)
    right = 100 * float((taught.argmax(1) == labels).mean())
    head = (
        f"Written by experiments/07_two_kilobytes/teacher.py: CIFAR-10 in two classes at 20x20, {given.epochs} epochs behind\n"
        f"{given.teacher_epochs} of the teacher, which tells {right:.1f} % of the training pictures right; on the validation\n"
        "pictures, mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()
