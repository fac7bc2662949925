"""What a .tflite file costs on a board, as data and as text: `dnas.profile` prints either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from dnas.cost import LayerCost, latency, layer_costs
from dnas.cost.runtime import runtime_of
from dnas.device import DeviceProfile
from dnas.errors import RequestError
from dnas.model import Model
from dnas.text import aligned, count, kib, milliseconds, percent

UPPER_BOUND = (
    "of the file's weights as they are there, dense and of linear layers in bytes: flash is an upper bound, its run stored no "
    "more; where that run stored weights sparse, in pairs or in a code, its latency differs (see its summary.json)"
)


class Margins(TypedDict):
    """1 - needed / offered, SRAM by what allocating takes; negative where it does not fit."""

    sram: float
    flash: float


class Priced(TypedDict):
    """A model on a board; every physical number has its unit in its name."""

    device: str
    board: str
    core: str
    clock_hz: int
    runtime: str
    sram_bytes: int
    """`arena_used_bytes` on the target, or the working memory of generated code."""
    allocation_bytes: int
    """The arena to give: in small networks TFLM takes more to set up than to run. Generated code: `sram_bytes` again."""
    sram_offer_bytes: int
    flash_bytes: int
    flash_is_upper_bound: bool
    """Generated code: a file holds weights dense and those of linear layers in bytes, the run that made it may store less."""
    flash_offer_bytes: int
    macs: int
    cycles: int
    latency_s: float
    latency_error: float
    """Relative error of the board's latency model."""
    fits: bool
    margins: Margins
    peak_layer: int
    """The layer during which most bytes are planned."""
    layers: list[LayerCost]


def priced(model: Model, file_bytes: int, device: DeviceProfile) -> Priced:
    """Prices a model that was read from a file on a board.

    Raises:
        RequestError: an operator has no formula for one of the costs, or the board's profile no coefficients for its kernel.
    """
    try:
        layers = layer_costs(model, device)
        runtime = runtime_of(device)
        used, needed = runtime.arena(model)
        if device.generated:  # no file is stored
            file_bytes = sum(int(runtime.flash_bytes(layer)) for layer in model.layers)
    except ValueError as error:
        raise RequestError(str(error)) from error
    cycles = sum(layer["cycles"] for layer in layers)
    return Priced(
        device=device.name,
        board=device.board,
        core=device.core,
        clock_hz=device.clock_hz,
        runtime=f"{device.runtime} {device.runtime_version}",
        sram_bytes=used,
        allocation_bytes=needed,
        sram_offer_bytes=device.arena_offer_bytes,
        flash_bytes=file_bytes,
        flash_is_upper_bound=device.generated,
        flash_offer_bytes=device.flash_offer_bytes,
        macs=sum(layer["macs"] for layer in layers),
        cycles=cycles,
        latency_s=latency.seconds(cycles, device),
        latency_error=device.latency_error,
        fits=needed <= device.arena_offer_bytes and file_bytes <= device.flash_offer_bytes,
        margins=Margins(sram=1 - needed / device.arena_offer_bytes, flash=1 - file_bytes / device.flash_offer_bytes),
        peak_layer=runtime.plan(model).peak_step,
        layers=layers,
    )


def priced_where_possible(
    model: Model, file_bytes: int, boards: Sequence[DeviceProfile]
) -> tuple[list[Priced], dict[str, str]]:
    """The prices on those boards that have a formula for every operator; why the others have none, by their names.

    Raises:
        RequestError: none of the boards has.
    """
    prices, refused = [], {}
    for device in boards:
        try:
            prices.append(priced(model, file_bytes, device))
        except RequestError as error:
            if len(boards) == 1:
                raise
            refused[device.name] = str(error)
    if not prices:
        raise RequestError(
            "no board has a price for this file; " + "; ".join(f"{name}: {why}" for name, why in refused.items())
        )
    return prices, refused


def report(price: Priced) -> str:
    """One board: a row per layer, then the totals with their margins."""
    header = ["", "layer", "in", "out", "kernel", "stride", "MACs", "weights", "live", "cycles", "share"]
    rows = [_layer_row(layer, layer["index"] == price["peak_layer"]) for layer in price["layers"]]
    peak = price["layers"][price["peak_layer"]]
    band = f"± {percent(price['latency_error'], 0)}"
    offered = {name: kib(size) for name, size in (("SRAM", price["sram_offer_bytes"]), ("flash", price["flash_offer_bytes"]))}
    margins = price["margins"]
    largest, generated = f"largest at layer {peak['index']} ({peak['op']})", price["flash_is_upper_bound"]
    arena = [
        ["peak SRAM", f"{price['sram_bytes']} B", kib(price["sram_bytes"]), largest],
        ["arena to give", f"{price['allocation_bytes']} B", f"{kib(price['allocation_bytes'])} of {offered['SRAM']} offered",
         f"margin {percent(margins['sram'])}, enough to allocate and to run"],
    ]  # fmt: skip
    memory = ["working memory", f"{price['sram_bytes']} B", f"{kib(price['sram_bytes'])} of {offered['SRAM']} offered",
              f"margin {percent(margins['sram'])}, {largest}"]  # fmt: skip
    totals = [
        *([memory] if generated else arena),
        [f"flash{', at most' * generated}", f"{price['flash_bytes']} B",
         f"{kib(price['flash_bytes'])} of {offered['flash']} offered", f"margin {percent(margins['flash'])}"],
        ["latency", milliseconds(price["latency_s"]), band, f"{count(price['cycles'])} cycles, {count(price['macs'])} MACs"],
    ]  # fmt: skip
    title = f"{price['board']}: {price['core']} at {price['clock_hz'] / 1e6:g} MHz, {price['runtime']}"
    short = _short(price)
    verdict = f"does not fit {price['device']}: too little {' and '.join(short)}" if short else f"fits {price['device']}"
    notes = [UPPER_BOUND] if generated else []
    return "\n".join([title, "", aligned([header, *rows], 2), "", aligned(totals, 4), *notes, "", verdict])


def _layer_row(layer: LayerCost, peak: bool) -> list[str]:
    windows = ["" if size == (1, 1) else "x".join(map(str, size)) for size in (layer["kernel"], layer["stride"])]
    shapes = ["x".join(map(str, layer[key])) for key in ("in_shape", "out_shape")]
    live = f"{layer['live_bytes']}{'*' if peak else ' '}"
    figures = [count(layer["macs"]), str(layer["weights"]), live, str(layer["cycles"]), percent(layer["share"])]
    return [str(layer["index"]), layer["op"], *shapes, *windows, *figures]


def comparison(prices: Sequence[Priced], refused: Mapping[str, str]) -> str:
    """All boards, a row each; ≤ before an upper bound. Below them why those that have no price have none."""
    header = ["device", "core", "clock", "SRAM", "of", "flash", "of", "latency", "error", "fits"]
    rows = [
        [price["device"], price["core"], f"{price['clock_hz'] / 1e6:g} MHz",
         kib(price["sram_bytes"]), kib(price["sram_offer_bytes"]),
         "≤ " * price["flash_is_upper_bound"] + kib(price["flash_bytes"]), kib(price["flash_offer_bytes"]),
         milliseconds(price["latency_s"]), f"± {percent(price['latency_error'], 0)}",
         f"no: {', '.join(short)}" if (short := _short(price)) else "yes"]
        for price in prices
    ]  # fmt: skip
    return "\n".join([aligned([header, *rows], 2), *(f"{name}: {why}" for name, why in refused.items())])


def _short(price: Priced) -> list[str]:
    """What the board has too little of."""
    return [label for label, margin in (("SRAM", price["margins"]["sram"]), ("flash", price["margins"]["flash"])) if margin < 0]
