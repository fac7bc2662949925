"""Copies a stratified part of a data set's training images, and its whole test part, to a folder that `data=npy` reads.

python experiments/02_budgets/subset.py DIR/mnist OUT --per-class 600
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder with x_train.npy, y_train.npy, x_test.npy, y_test.npy")
    parser.add_argument("out", type=Path)
    parser.add_argument("--per-class", type=int, default=600)
    args = parser.parse_args()
    labels = np.load(args.source / "y_train.npy")
    rng = np.random.default_rng(0)
    chosen = np.sort(
        np.concatenate([rng.permutation(np.flatnonzero(labels == k))[: args.per_class] for k in np.unique(labels)])
    )
    args.out.mkdir(parents=True, exist_ok=True)
    np.save(args.out / "x_train.npy", np.load(args.source / "x_train.npy", mmap_mode="r")[chosen])
    np.save(args.out / "y_train.npy", labels[chosen])
    for name in ("x_test.npy", "y_test.npy"):
        shutil.copyfile(args.source / name, args.out / name)


if __name__ == "__main__":
    main()
