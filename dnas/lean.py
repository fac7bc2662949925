"""Keeps out of the training process what its libraries load although no run uses it: SciPy and torch's compiler.

- scikit-learn, whose digits file is the default data, brings SciPy along, and torchmetrics' audio metrics import its signal and
  optimization parts whenever they are installed. While torchmetrics is imported two empty modules stand in for them.
- Every torch optimizer imports `torch._dynamo` (and SymPy with it) when it is made, to tell the compiler to leave it alone.
  Nothing in a run is compiled, so a module that knows just those requests stands in for it.

Together about 130 MB of a 512 MB host: `experiments/00_host_ram/imports.py` measures both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

STAND_INS = {"scipy.signal": "hamming", "scipy.optimize": "linear_sum_assignment"}
"""Module -> the one name that torchmetrics (1.9) looks up in it while it is imported."""
COMPILER = "torch._dynamo"


def import_torchmetrics() -> None:
    """Imports torchmetrics without SciPy; call it before Lightning is imported. Modules already loaded stay."""
    added = []
    for name, attribute in STAND_INS.items():
        if name not in sys.modules:
            module = ModuleType(name)
            setattr(module, attribute, None)
            sys.modules[name] = module
            added.append(name)
    try:
        import torchmetrics  # noqa: F401
    finally:
        for name in added:
            del sys.modules[name]


def leave_out_compiler() -> None:
    """Puts a stand-in for `torch._dynamo` in place, for the life of the process; a compiler that is already loaded stays.

    It knows what torch's optimizers, its activation checkpointing and Lightning ask for (torch 2.13, Lightning 2.6); anything
    else is an AttributeError.
    """
    if COMPILER in sys.modules:
        return
    import torch

    module = ModuleType(COMPILER)
    module.OptimizedModule = type("OptimizedModule", (torch.nn.Module,), {})  # type: ignore[attr-defined]
    module.disable = _disable  # type: ignore[attr-defined]
    module.config = SimpleNamespace(error_on_nested_fx_trace=True)  # type: ignore[attr-defined]
    module.graph_break = lambda *args, **kwargs: None  # type: ignore[attr-defined]
    sys.modules[COMPILER] = module
    torch._dynamo = module


def _disable(function: Callable[..., Any], recursive: bool = True, **options: Any) -> Callable[..., Any]:
    """What the compiler's `disable` is to code that is never compiled: the function itself."""
    return function
