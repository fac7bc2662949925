"""The search space: a product of categorical choices, and the network that each combination stands for.

Slots are the places of the network in execution order: a stem, blocks in stages, a 1x1 head in most spaces, the classifier.
Each slot has a choice of operator; widths are choices of their own, shared by the blocks that residuals tie together. The
stem's options hold its kernel, its weight format and a *scale*: the shape that the input is brought to, and the stem's
stride; it decides all spatial sizes behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from dnas.blocks import Candidate, Kind
from dnas.errors import RequestError
from dnas.genotype import Genotype, Shape
from dnas.geometry import INT8, Layer, Network, Size, WeightFormat, chain, conv, global_avg_pool, linear, same_out, weighted_as

Arch = tuple[int, ...]
"""One architecture: the index of the option taken, per choice, in the order of `SearchSpace.choices`."""

STEM_STRIDES = (1, 2, 4)


@dataclass(frozen=True)
class StageSpec:
    """One stage: widths to choose from, candidates of its entry (which changes the width) and of its blocks.

    The first stage has no entry: the stem is it.
    """

    widths: tuple[int, ...]
    entry: tuple[str, ...]
    blocks: int
    body: tuple[str, ...]
    stride: int = 2
    """Of the entry; 1: the stage keeps the resolution."""


@dataclass(frozen=True)
class SpaceSpec:
    """What a `conf/space` file says; with an input shape it becomes a `SearchSpace`."""

    name: str
    stem_kernels: tuple[int | str, ...]
    """`3`, or `10x4` (height and width) for inputs whose axes differ, as spectrograms' do."""
    stages: tuple[StageSpec, ...]
    head_widths: tuple[int, ...]
    """Of the 1x1 convolution before the classifier; none: there is no such convolution."""
    reference: str = "dwsep_k3"
    """The operator of every block of the reference network, which `search=uniform` scales by one width factor."""
    weights: tuple[str, ...] = (INT8.name,)
    """Formats among which every slot with weights chooses its own; a classifier is never mirrored."""
    stem_out: tuple[int, ...] = (12, 50)
    """Allowed length of the longer side behind the stem; the strides that land there are the stem's options."""
    halved_from: int = 8
    """A stage halves an axis only while it is at least this long, so that small inputs keep a feature map."""


@dataclass(frozen=True)
class Choice:
    """One categorical decision: its name and its options as text."""

    name: str
    options: tuple[str, ...]


class Scale(NamedTuple):
    """What decides the spatial sizes of a network: the input's shape and the stem's stride."""

    shape: Shape
    stride: int


@dataclass(frozen=True)
class Slot:
    """One place of the network.

    `candidates` are the operators of its choice `op`, or the single fixed one when `op` is None (the stem's and the
    classifier's stand for their weight formats; the stem's kernels are in `SearchSpace.stem_options`). `width_in` and
    `width_out` name the width choices; both are the same where a residual ties them, and None stands for the fixed input or
    class count.
    """

    name: str
    op: str | None
    candidates: tuple[Candidate, ...]
    width_in: str | None
    width_out: str | None
    stage: int

    @property
    def tied(self) -> bool:
        """Input and output width are one choice."""
        return self.width_in == self.width_out


MOST_CHANNELS = 65_536
MOST_PARTS = 64
"""Stages, and blocks of one: beyond any microcontroller, and still built at once."""


class SearchSpace:
    """All networks that a `SpaceSpec` allows for the shapes an input may have and a number of classes.

    Strides follow from the shape: the stem's options are the strides after which the longer side is `SpaceSpec.stem_out`; the
    entry of a stage of stride 2 halves each axis that is still at least `SpaceSpec.halved_from` long.
    """

    def __init__(self, spec: SpaceSpec, input_shape: Shape, classes: int, shapes: Sequence[Shape] = ()) -> None:
        """
        Args:
            spec: widths and candidates.
            input_shape: (channels, height, width) of the data.
            classes: number of classes, at least 2.
            shapes: what the input may be brought to, in the order of the options; none: `input_shape` alone.

        Raises:
            RequestError: widths that are not positive and rising, an unknown block or weight format, a stride
                that is neither 1 nor 2, an input no stem stride serves.
        """
        if classes < 2:
            raise RequestError(f"{classes} class in the data; a classifier needs at least 2")
        Candidate.parse(spec.reference)
        self.spec, self.input_shape, self.classes = spec, input_shape, classes
        self.shapes = tuple(shapes) or (input_shape,)
        for name, widths in [("head", spec.head_widths), *_stage_widths(spec)]:
            allowed = all(1 <= w <= MOST_CHANNELS for w in widths) and (widths or name == "head")
            if not allowed or list(widths) != sorted(set(widths)):
                raise RequestError(
                    f"space {spec.name}: widths of {name} are {list(widths)}; "
                    f"rising numbers from 1 to {MOST_CHANNELS} are allowed"
                )
        if len(spec.stem_out) != 2 or not 1 <= spec.stem_out[0] <= spec.stem_out[1]:
            raise RequestError(
                f"space {spec.name}: stem_out is {list(spec.stem_out)}; two lengths are allowed, the second not below the first"
            )
        if spec.halved_from < 2:
            raise RequestError(f"space {spec.name}: halved_from is {spec.halved_from}; whole numbers from 2 are allowed")
        self.scales = tuple(scale for shape in self.shapes for scale in _scales(spec, shape))
        self.formats = tuple(WeightFormat.parse(name) for name in spec.weights)
        if not self.formats or len(set(self.formats)) < len(self.formats):
            raise RequestError(
                f"space {spec.name}: weights are {list(spec.weights)}; different formats, at least one, are allowed"
            )
        for weights in self.formats:
            if weights.sparse and weights.mean_bits == weights.bits:
                raise RequestError(
                    f"space {spec.name}: weights of {weights} save nothing, since the places of those that are kept take a bit "
                    f"each; less than {100 - 100 / weights.bits:g} percent are allowed for int{weights.bits}"
                )
        kernels = [_stem_kernel(spec, str(kernel)) for kernel in spec.stem_kernels]
        if not kernels or len(set(kernels)) < len(kernels):
            raise RequestError(
                f"space {spec.name}: stem kernels are {list(spec.stem_kernels)}; different ones, at least one, are allowed"
            )
        if len(spec.stages) > MOST_PARTS or any(stage.blocks > MOST_PARTS for stage in spec.stages):
            blocks = max(stage.blocks for stage in spec.stages)
            raise RequestError(
                f"space {spec.name} has {len(spec.stages)} stages of up to {blocks} blocks; {MOST_PARTS} of either are allowed"
            )
        for index, stage in enumerate(spec.stages):
            if stage.blocks < 0 or (stage.blocks and not stage.body) or (index and not stage.entry):
                raise RequestError(
                    f"space {spec.name}: stage {index + 1} has {stage.blocks} blocks, body {list(stage.body)}, entry "
                    f"{list(stage.entry)}; none or more blocks, of candidates in body, are allowed, and behind the first stage "
                    "an entry of at least one candidate"
                )
            if stage.stride not in (1, 2):
                raise RequestError(f"space {spec.name}: stride of stage {index + 1} is {stage.stride}; 1 and 2 are allowed")
        scales = range(len(self.scales))
        self.stem_options = tuple((k, scale, w) for k in kernels for scale in scales for w in self.formats)
        """Kernel (height, width), scale and weight format of each."""

    @cached_property
    def widths(self) -> dict[str, tuple[int, ...]]:
        """Channel counts per width choice."""
        named = {f"{name}.width": widths for name, widths in _stage_widths(self.spec)}
        return named | ({"head.width": self.spec.head_widths} if self.spec.head_widths else {})

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The places of the network in execution order."""
        stem = tuple(Candidate(Kind.CONV, weights=w) for _, _, w in self.stem_options)
        slots = [Slot("stem", "stem", stem, None, "stage1.width", -1)]
        before = "stage1.width"
        for index, stage in enumerate(self.spec.stages):
            width = f"stage{index + 1}.width"
            places = [("entry", stage.entry)] if index else []  # the stem enters the first stage
            for name, names in [*places, *((f"block{b + 1}", stage.body) for b in range(stage.blocks))]:
                candidates = self._in_all_formats(Candidate.parse(n) for n in names)
                if name == "entry" and Kind.SKIP in {c.kind for c in candidates}:
                    raise RequestError(
                        f"space {self.spec.name}: stage {index + 1} changes the width, its entry cannot be skipped"
                    )
                if any(c.pooled for c in candidates) and (name != "entry" or stage.stride == 1):
                    raise RequestError(
                        f"space {self.spec.name}: stage {index + 1} has {', '.join(names)} where the resolution stays; "
                        "pool_ is for the entry of a stage of stride 2"
                    )
                name = f"stage{index + 1}.{name}"
                slots.append(Slot(name, name, candidates, before, width, index))
                before = width
        pointwise, behind = self._in_all_formats([Candidate(Kind.CONV, 1)]), len(self.spec.stages)
        if self.spec.head_widths:
            slots.append(Slot("head", "head" if len(pointwise) > 1 else None, pointwise, before, "head.width", behind))
            before = "head.width"
        pointwise = tuple(dict.fromkeys(replace(c, weights=c.weights.unmirrored) for c in pointwise))  # classes are not pairs
        slots.append(Slot("classifier", "classifier" if len(pointwise) > 1 else None, pointwise, before, None, behind))
        return tuple(slots)

    def _in_all_formats(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Each candidate with its weights in every format.

        Raises:
            RequestError: a candidate comes twice.
        """
        candidates = tuple(candidates)
        if len(set(candidates)) < len(candidates):
            raise RequestError(f"space {self.spec.name}: {', '.join(c.name for c in candidates)}; a block is an option once")
        every = (replace(c, weights=w) for c in candidates for w in (self.formats if c.kind is not Kind.SKIP else [INT8]))
        return tuple(every)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every decision of the search: operators in slot order, then widths."""
        stem = Choice("stem", tuple(self._stem_name(*option) for option in self.stem_options))
        ops = [Choice(s.op, tuple(c.name for c in s.candidates)) for s in self.slots if s.op is not None and s.stage >= 0]
        return (stem, *ops, *(Choice(name, tuple(str(w) for w in widths)) for name, widths in self.widths.items()))

    def _stem_name(self, kernel: tuple[int, int], scale: int, weights: WeightFormat) -> str:
        """`k3_s2`, with `_48x48x3` (height, width, channels) where the input has several shapes to choose from."""
        (channels, height, width), _ = self.scales[scale]
        return self._own_stem_name(kernel, scale, weights) + (f"_{height}x{width}x{channels}" if len(self.shapes) > 1 else "")

    def _own_stem_name(self, kernel: tuple[int, int], scale: int, weights: WeightFormat) -> str:
        """The option's name in the space of its own input shape alone: kernel, stride, and a format other than int8."""
        size = "x".join(map(str, kernel)) if kernel[0] != kernel[1] else kernel[0]
        return f"k{size}_s{self.scales[scale].stride}" + ("" if weights == INT8 else f"_{weights.name}")

    @cached_property
    def choice_index(self) -> dict[str, int]:
        """Position of each choice in an `Arch`."""
        return {choice.name: i for i, choice in enumerate(self.choices)}

    @property
    def size(self) -> float:
        """Number of architectures (some of them the same network: a float, since it is far beyond 2^63)."""
        total = 1.0
        for choice in self.choices:
            total *= len(choice.options)
        return total

    def scale_of(self, stem: int) -> int:
        """Index of the scale that option `stem` of the stem sets."""
        return self.stem_options[stem][1]

    def shape_of(self, arch: Arch) -> Shape:
        """What the architecture's input is brought to."""
        return self.scales[self.scale_of(arch[0])].shape

    @cached_property
    def _spatial(self) -> tuple[dict[str, tuple[tuple[int, int], tuple[int, int]]], ...]:
        """Per scale: slot -> (input height and width, stride)."""
        scales = []
        for scale in self.scales:
            hw, stride = scale.shape[1:], (scale.stride, scale.stride)
            spatial = {}
            for slot in self.slots:
                if slot.stage >= 0:
                    halves = slot.name.endswith(".entry") and self.spec.stages[slot.stage].stride == 2
                    stride = tuple(2 if halves and n >= self.spec.halved_from else 1 for n in hw)  # type: ignore[assignment]
                spatial[slot.name] = (hw, stride)
                hw = (same_out(hw[0], stride[0]), same_out(hw[1], stride[1]))
            scales.append(spatial)
        return tuple(scales)

    def slot_layers(self, slot: Slot, scale: int, op: int, in_c: Size, out_c: Size) -> list[Layer]:
        """The layers of one slot in block-local numbers, for concrete widths or for tensors of widths that broadcast."""
        hw, stride = self._spatial[scale][slot.name]
        if slot.name == "stem":
            kernel, _, weights = self.stem_options[op]
            return weighted_as([conv(hw, in_c, out_c, kernel, stride)], weights)
        if slot.name == "classifier":
            pool, source = ([], 0) if hw == (1, 1) else ([global_avg_pool(hw, in_c)], 1)
            return weighted_as([*pool, linear(in_c, out_c, source)], slot.candidates[op].weights)
        return slot.candidates[op].layers(hw, in_c, out_c, stride, slot.tied)

    def in_format(self, slot: Slot, op: int, weights: WeightFormat) -> int | None:
        """The option of a slot that differs from `op` in its weight format alone; None where there is none."""
        wanted = replace(slot.candidates[op], weights=weights)
        if slot.name == "stem":
            kernel, scale, _ = self.stem_options[op]
            option = (kernel, scale, weights)
            return self.stem_options.index(option) if option in self.stem_options else None
        return slot.candidates.index(wanted) if wanted in slot.candidates else None

    def option(self, arch: Arch, choice: str | None) -> int:
        """Index taken for `choice`; 0 for a slot without one."""
        return 0 if choice is None else arch[self.choice_index[choice]]

    def channels(self, arch: Arch, slot: Slot) -> tuple[int, int]:
        """Input and output channels of a slot."""
        in_c = self.shape_of(arch)[0] if slot.width_in is None else self.widths[slot.width_in][self.option(arch, slot.width_in)]
        out_c = self.classes if slot.width_out is None else self.widths[slot.width_out][self.option(arch, slot.width_out)]
        return in_c, out_c

    def slots_of(self, arch: Arch) -> list[tuple[Slot, int, list[Layer]]]:
        """Slot, operator index and block-local layers of every slot of one architecture."""
        scale = self.scale_of(arch[0])
        found = []
        for slot in self.slots:
            op = self.option(arch, slot.op)
            found.append((slot, op, self.slot_layers(slot, scale, op, *self.channels(arch, slot))))
        return found

    def network(self, arch: Arch) -> Network:
        """The layers of one architecture."""
        return chain(layers for _, _, layers in self.slots_of(arch))

    def genotype(self, arch: Arch) -> Genotype:
        """The architecture as data: of the space for its own input shape alone."""
        options = {choice.name: choice.options[i] for choice, i in zip(self.choices, arch, strict=True)}
        options["stem"] = self._own_stem_name(*self.stem_options[arch[0]])
        return Genotype(self.spec.name, self.shape_of(arch), self.classes, options)

    def arch(self, options: Mapping[str, str]) -> Arch:
        """Reads an architecture back from its options.

        Raises:
            RequestError: a choice is missing or an option is unknown.
        """
        found = []
        for choice in self.choices:
            taken = options.get(choice.name)
            if taken not in choice.options:
                raise RequestError(f"choice {choice.name} is {taken!r}; allowed: {', '.join(choice.options)}")
            found.append(choice.options.index(taken))
        return tuple(found)


_STEM_KERNEL = re.compile(r"[13579]|([1-9]|1[0-9])x([1-9]|1[0-9])")


def _stem_kernel(spec: SpaceSpec, text: str) -> tuple[int, int]:
    """Height and width of a stem kernel."""
    if not _STEM_KERNEL.fullmatch(text):
        raise RequestError(
            f"space {spec.name}: a stem kernel is {text!r}; an odd size of 1 to 9 or HEIGHTxWIDTH such as 10x4 is allowed"
        )
    height, _, width = text.partition("x")
    return int(height), int(width or height)


def _scales(spec: SpaceSpec, shape: Shape) -> list[Scale]:
    """The stem strides that serve an input."""
    if shape[1:] == (1, 1):  # a vector: convolutions of 1x1 are its fully connected layers
        return [Scale(shape, 1)]
    low, high = spec.stem_out
    found = [Scale(shape, stride) for stride in STEM_STRIDES if low <= same_out(max(shape[1:]), stride) <= high]
    if not found:
        raise RequestError(
            f"an input of {shape[1]}x{shape[2]} is outside what space {spec.name} serves: its longer side must be {low} to "
            f"{high * STEM_STRIDES[-1]}; set data.resolution"
        )
    return found


def _stage_widths(spec: SpaceSpec) -> Sequence[tuple[str, tuple[int, ...]]]:
    return [(f"stage{i + 1}", stage.widths) for i, stage in enumerate(spec.stages)]
