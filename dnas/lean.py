"""Keeps out of the training process what its libraries load although no run uses it.

- torchmetrics imports whatever of its optional packages is installed: SciPy, which scikit-learn and the digits bring along,
  Matplotlib, transformers, torchvision. While it is imported none of them counts as installed.
- Every torch optimizer imports `torch._dynamo` (and SymPy with it) when it is made, to tell the compiler to leave it alone.
  Nothing in a run is compiled, so a module that knows just those requests stands in for it.

Together about 130 MB of a 512 MB host: `experiments/00_host_ram/imports.py` measures both.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

COMPILER = "torch._dynamo"
REQUIRED = ("torch", "torchmetrics")
"""What torchmetrics finds installed while it is imported; all else it looks for is optional."""


def import_torchmetrics() -> None:
    """Imports torchmetrics without what is optional for it; call it before Lightning is imported. Modules already loaded stay.

    torchmetrics (1.9) asks lightning_utilities' `RequirementCache` whether a package is installed, whose answer is kept, and
    where SciPy is installed looks up a name in `scipy.signal`.
    """
    from lightning_utilities.core.imports import RequirementCache

    check, signal = RequirementCache._check_available, "scipy.signal"

    def check_required(cache: RequirementCache) -> None:
        if re.split(r"[<>=!~ ]", cache.requirement or "")[0] in REQUIRED:
            check(cache)
        else:
            cache.available, cache.message = False, f"{cache.requirement or cache.module} is left out of a run"

    stand_in = signal not in sys.modules
    if stand_in:
        sys.modules[signal] = ModuleType(signal)
        sys.modules[signal].hamming = None  # type: ignore[attr-defined]
    RequirementCache._check_available = check_required  # type: ignore[assignment, method-assign]
    try:
        import torchmetrics  # noqa: F401
    finally:
        RequirementCache._check_available = check  # type: ignore[method-assign]
        if stand_in:
            del sys.modules[signal]


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
