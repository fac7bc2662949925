"""What do mirrored pairs and the prefix code bring at equal storage? Networks of about 1,410 bytes, trained as runs train.

    python ../shared/data/unpack.py cifar10 DIR
    .venv/bin/python experiments/07_two_kilobytes/pairs.py DIR/cifar10

CIFAR-10 in two classes at 20x20, weights of 4 bits: every weight stored, a quarter of the weights of two layers, every weight
in the prefix code (3 bits in the mean), every other channel, or both of these. Reports the accuracy of the float network on the
validation pictures, three seeds.
Writes results/published/07_two_kilobytes/pairs.md.
"""

from __future__ import annotations

from free_epochs import WORDS

# isort: split
import runs
import supernets

OUT = runs.RESULTS / "07_two_kilobytes" / "pairs.md"
NETWORKS = {
    "every weight": ("5-10-12-8", ("int4", "int4", "int4", "int4")),
    "a quarter of the weights in two layers": ("5-12-16-12", ("int4", "int4", "int4_d25", "int4_d25")),
    "the prefix code": ("5-12-12-12", ("int4_p", "int4_p", "int4_p", "int4_p")),
    "mirrored pairs": ("4-12-16-20", ("int4_m", "int4_m", "int4_m", "int4_m")),
    "mirrored pairs in the prefix code": ("4-14-20-20", ("int4_p_m", "int4_p_m", "int4_p_m", "int4_p_m")),
}
"""Widths of the four stages and formats of their layers."""


def options(widths: str, formats: tuple[str, ...]) -> dict[str, str]:
    """The network as choices of the micro space."""
    names = ("k3_s2", "conv_k3", "pool_conv_k3", "conv_k3")
    slots = ("stem", "stage2.entry", "stage3.entry", "stage4.entry")
    layers = {slot: f"{name}_{weights}" for slot, name, weights in zip(slots, names, formats, strict=True)}
    stages = {f"stage{number}.width": width for number, width in enumerate(widths.split("-"), 1)}
    return layers | stages | {"classifier": "conv_k1_int4"}


def stored_bytes(words: list[str], taken: dict[str, str]) -> int:
    """What the network stores as generated code."""
    setting = supernets.setting_of(words)
    return setting.design_of(setting.space.arch(taken)).priced.flash_bytes


def main() -> None:
    given = supernets.asked(__doc__, "cifar10", 10)
    words = [*WORDS, "space.weights=[int4,int4_d25,int4_p,int4_m,int4_p_m]", f"data.root={given.data}"]
    lines = ["| stored | widths | bytes | accuracy (%) |", "|---|---|---|---|"]
    for name, (widths, formats) in NETWORKS.items():
        taken = options(widths, formats)
        found = [supernets.accuracy(words, taken, seed, given.epochs) for seed in supernets.SEEDS]
        cells = (name, widths, str(stored_bytes(words, taken)), supernets.spread(found, 1))
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    head = (
        f"Written by experiments/07_two_kilobytes/pairs.py: CIFAR-10 in two classes at 20x20, {given.epochs} epochs;\n"
        "accuracy on the validation pictures (%), mean ± standard deviation of 3 seeds."
    )
    OUT.write_text("\n".join([head, "", *lines, ""]))


if __name__ == "__main__":
    main()
