"""Keeps SciPy out of the training process.

scikit-learn, whose digits file is the default data, brings SciPy along, and torchmetrics' audio metrics import its signal
and optimization parts whenever they are installed: about 50 MB of a 512 MB host for functions that no run calls. While
torchmetrics is imported two empty modules stand in for them; afterwards SciPy can be imported as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType

STAND_INS = {"scipy.signal": "hamming", "scipy.optimize": "linear_sum_assignment"}
"""Module -> the one name that torchmetrics (1.9) looks up in it while it is imported."""


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
