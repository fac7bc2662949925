"""What a run leaves out stays out, and what it needs works without it; in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CODE = """
import sys, tempfile
from pathlib import Path
import dnas.run  # puts the stand-ins in place
import torch
from hydra import compose, initialize_config_dir
from dnas import config
from dnas.setting import prepare
config.register()
with initialize_config_dir(str(config.CONF), version_base="1.3"):
    setting = prepare(config.to_run_config(compose("train", ["debug=default"])), Path(tempfile.mkdtemp()))
x, y = next(iter(setting.train_loader(0)))
optimizer = torch.optim.SGD(setting.supernet.weight_parameters(), lr=0.1, momentum=0.9)
for checkpointed in (False, True):
    torch.nn.functional.cross_entropy(setting.supernet(x, setting.witness, checkpointed), y).backward()
    optimizer.step()
print(*sorted(name for name in ("sympy", "scipy.signal", "sklearn", "wandb", "torch._inductor", "torch._dynamo.eval_frame",
                                "matplotlib", "pandas") if name in sys.modules))
"""


def test_a_training_process_loads_neither_compiler_nor_scipy_nor_wandb() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
