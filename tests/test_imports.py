"""Imports point one way. The rules are read off the source (ast), so that a breach names its file and line.

A new file under dnas/ must be given its place in LAYERS; a package (cost, data, export) has one place for all of its files.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dnas"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "errors",
            "files",
            "arguments",
            "geometry",
            "prefix",
            "genotype",
            "model",
            "device",
            "relax",
            "weights",
            "mirror",
            "text",
            "summary",
            "lean",
            "host",
            "allocator",
            "session",
            "process",
            "augmentation",
            "inputs",
            "scoring",
        }
    ),  # words of the domain
    frozenset({"network", "blocks", "space", "annealing", "cost", "data", "reader", "precision", "task", "soap"}),
    frozenset({"supernet", "cut", "estimator", "hostplan", "guard", "pricing", "design", "growth", "references", "families"}),
    frozenset({"penalty", "sampling", "search", "dryrun"}),
    frozenset({"discretize", "teachers", "finetune"}),
    frozenset({"graph", "kernels", "quantize", "rounding", "snap"}),
    frozenset({"export"}),
    frozenset({"schema", "config"}),  # what a run is given; these two alone, with the entry points, know Hydra
    frozenset({"interpreters", "compiled", "certify"}),
    frozenset({"report"}),
    frozenset({"progress", "history", "checkpoint", "watch", "logger"}),
    frozenset({"batches", "setting", "schedule", "plan", "phases", "pruning", "methods", "run", "pipeline", "wandb_run"}),
    frozenset({"cli", "train", "profile", "evaluate", "compare", "__main__"}),
)
"""A file may import from its own layer and from those above it here, never from those below."""

ENTRY_POINTS = LAYERS[-1]
KNOW_HYDRA = ENTRY_POINTS | {"schema", "config"}
HYDRA = frozenset({"hydra", "omegaconf"})
LIGHTNING = frozenset({"pytorch_lightning", "lightning", "lightning_utilities"})
KNOW_LIGHTNING = frozenset(
    {"lean", "data", "search", "finetune", "progress", "history", "checkpoint", "watch", "logger", "setting", "run"}
)
WITHOUT_TORCH = (
    "report",
    "compare",
    "profile",
    "interpreters",
    "certify",
    "evaluate",
    "pipeline",
    "process",
    "train",
    "wandb_run",
)
EXPORT_SEES = frozenset({"errors", "geometry", "prefix", "graph", "snap", "export"})
EXPORT_MAY_IMPORT = frozenset(
    {
        *(("dnas.cost.flash", name) for name in ("RECORD_BYTES", "BASE_BYTES")),
        *(
            ("dnas.cost.generated", name)
            for name in ("CODED_BYTES", "Coding", "coding_of", "layer_bytes", "number_bits", "place_bits")
        ),
    }
)
"""The file's record sizes and the codings of weights: layout and price are one table."""
NEVER = frozenset(
    {"sklearn", "scipy", "matplotlib", "pandas", "seaborn", "fvcore", "tensorflow", "jax", "tests", "experiments"}
)


@dataclass(frozen=True)
class Import:
    """One import: the module it names (dotted), the name taken from it, and where it stands."""

    module: str
    name: str | None
    line: int
    typing_only: bool
    deferred: bool

    @property
    def place(self) -> str | None:
        """Key in LAYERS of a dnas module; None for another package or dnas itself."""
        parts = [*self.module.split("."), *([self.name] if self.name else [])]
        return parts[1] if parts[0] == "dnas" and len(parts) > 1 and parts[1] != "__version__" else None


def imports_of(tree: ast.AST, package: str = "dnas", typing_only: bool = False, deferred: bool = False) -> Iterator[Import]:
    """All imports of a module; `deferred` ones stand inside a function, `typing_only` ones under TYPE_CHECKING."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, None, node.lineno, typing_only, deferred)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, typing_only, deferred)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            body = ast.Module(node.body, [])
            yield from imports_of(body, package, True, deferred)
            yield from imports_of(ast.Module(node.orelse, []), package, typing_only, deferred)
        else:
            inside = deferred or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports_of(node, package, typing_only, inside)


def module_name(path: Path) -> str:
    """Dotted name of a file, without `dnas.`; the package itself is the empty text."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
IMPORTS = {
    name: tuple(
        imports_of(
            ast.parse(path.read_text(encoding="utf-8")),
            ".".join(["dnas", *path.relative_to(PACKAGE).parts[:-1]]),
        )
    )
    for name, path in FILES.items()
}
MODULES = sorted(name for name in FILES if name)
PLACE = {key: number for number, layer in enumerate(LAYERS) for key in layer}


def breach(name: str, found: Import, rule: str) -> str:
    what = f"{found.module}.{found.name}" if found.name else found.module
    return f"dnas/{FILES[name].relative_to(PACKAGE)}:{found.line} imports {what}: {rule}"


def top(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.parametrize("name", MODULES)
def test_every_file_has_a_place(name: str) -> None:
    assert top(name) in PLACE, f"dnas/{FILES[name].relative_to(PACKAGE)} is in no layer of LAYERS in {__file__}; add it"


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name: str) -> None:
    own = PLACE.get(top(name), len(LAYERS))
    wrong = [
        breach(name, found, f"'{found.place}' is in a later layer than '{top(name)}', or in none")
        for found in IMPORTS[name]
        if found.place is not None and PLACE.get(found.place, len(LAYERS) + 1) > own
    ]
    assert not wrong, "\n".join(wrong)


def dependencies(name: str) -> set[str]:
    """Modules of dnas that are loaded when this one is: module-level imports, and the packages around them."""
    loaded: set[str] = set()
    for found in IMPORTS[name]:
        if found.module.split(".")[0] != "dnas" or found.typing_only or found.deferred:
            continue
        module = ".".join(found.module.split(".")[1:])
        inner = ".".join(part for part in (module, found.name) if part)
        target = inner if inner in FILES else module
        loaded.add(target)
        loaded |= {target.rsplit(".", count)[0] for count in range(1, target.count(".") + 1)}
    return (loaded & set(FILES)) - {name, ""}


def test_no_file_imports_itself_in_a_circle() -> None:
    # A package's own files may be loaded by its __init__: that edge is no circle of ideas.
    graph = {name: {d for d in dependencies(name) if d != top(name) or "." not in name} for name in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("name", [name for name in MODULES if top(name) == "cost"])
def test_cost_knows_neither_supernet_nor_export(name: str) -> None:
    wrong = [
        breach(name, found, "prices are formulas of geometry")
        for found in IMPORTS[name]
        if found.place in ("supernet", "export")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in MODULES if top(name) == "export"])
def test_export_sees_only_the_quantized_graph(name: str) -> None:
    wrong = [
        breach(name, found, f"export sees only {', '.join(sorted(EXPORT_SEES))}")
        for found in IMPORTS[name]
        if found.place is not None and found.place not in EXPORT_SEES and (found.module, found.name) not in EXPORT_MAY_IMPORT
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", MODULES)
def test_only_the_door_knows_hydra_and_only_training_knows_lightning(name: str) -> None:
    wrong = []
    for found in IMPORTS[name]:
        package = found.module.split(".")[0]
        if package in HYDRA and top(name) not in KNOW_HYDRA:
            wrong.append(breach(name, found, "only config and the entry points know Hydra"))
        if package in LIGHTNING and top(name) not in KNOW_LIGHTNING:
            wrong.append(breach(name, found, f"only {', '.join(sorted(KNOW_LIGHTNING))} know Lightning"))
        if package in NEVER:
            wrong.append(breach(name, found, "too heavy for the run, or not part of the package"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name in MODULES if top(name) in WITHOUT_TORCH])
def test_certifying_and_reporting_load_no_torch(name: str) -> None:
    pending, seen, wrong = [name], set(), []
    while pending:
        current = pending.pop()
        seen.add(current)
        wrong += [
            breach(current, found, f"torch is loaded with dnas.{name}")
            for found in IMPORTS[current]
            if found.module.split(".")[0] in {"torch", "torchmetrics", *LIGHTNING} and not (found.typing_only or found.deferred)
        ]
        pending += dependencies(current) - seen
    assert not wrong, "\n".join(wrong)


def test_the_walk_sees_every_kind_of_import() -> None:
    source = """
import torch
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from dnas.quantize import QuantizedGraph
else:
    import numpy
try:
    from . import tables
except ImportError:
    from ..search import SearchModule
def late():
    import dnas.report
class Body:
    from dnas import space
"""
    found = {(i.module, i.name, i.place, i.typing_only, i.deferred) for i in imports_of(ast.parse(source), "dnas.cost")}
    assert found == {
        ("torch", None, None, False, False),
        ("typing", "TYPE_CHECKING", None, False, False),
        ("dnas.quantize", "QuantizedGraph", "quantize", True, False),
        ("numpy", None, None, False, False),
        ("dnas.cost", "tables", "cost", False, False),
        ("dnas.search", "SearchModule", "search", False, False),
        ("dnas.report", None, "report", False, True),
        ("dnas", "space", "space", False, False),
    }
