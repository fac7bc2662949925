"""Instructions of networks as generated C on an emulated Cortex-M: one image with all of them, one run of QEMU.

Each network is compiled as it is, for Cortex-M0+ with -O2, linked with libgcc alone, and run once on zeros of memory. QEMU's
Cortex-M3 executes the same Armv6-M instructions; with `-icount shift=0` each takes 1 ns of its clock, and the SysTick timer,
at 25 MHz, is read before and after: a count is right to 40 instructions, and includes a call.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

CC = ("arm-none-eabi-gcc", "-std=c99", "-O2", "-mcpu=cortex-m0plus", "-mthumb")
INSTRUCTIONS_PER_TICK = 40
QEMU = ("qemu-system-arm", "-M", "mps2-an385", "-cpu", "cortex-m3", "-icount", "shift=0", "-display", "none", "-monitor",
        "none", "-serial", "none", "-semihosting-config", "enable=on,target=native", "-kernel", "image.elf")  # fmt: skip

LINKER = """\
MEMORY { code (rx) : ORIGIN = 0, LENGTH = 4M  ram (rwx) : ORIGIN = 0x20000000, LENGTH = 4M }
SECTIONS {
  .text : { KEEP(*(.vectors)) *(.text*) *(.rodata*) } > code
  .bss : { *(.bss*) *(COMMON) *(.data*) } > ram
}
"""

START = """\
#include <stdint.h>
#define SYSTICK ((volatile uint32_t *)0xE000E010)
void start(void);
__attribute__((section(".vectors"), used)) static const void *const vectors[] = {(void *)0x203FFF00, (void *)start};
%s
static void (*const runs[])(void) = {%s};
static int call(int operation, const void *argument)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}
/* a compiler may call it where a layer's outputs are constant */
void *memset(void *to, int value, unsigned long count)
{
    for (volatile char *at = to; count; count--) *at++ = (char)value;
    return to;
}
static void print(uint32_t number)
{
    char text[12];
    char *at = text + 11;
    *at = 0;
    *--at = '\\n';
    do *--at = (char)('0' + number %% 10); while (number /= 10);
    call(4, at);
}
void start(void)
{
    SYSTICK[1] = 0xffffff;
    SYSTICK[2] = 0;
    SYSTICK[0] = 5;
    for (unsigned i = 0; i < sizeof runs / sizeof *runs; i++) {
        uint32_t before = SYSTICK[2];
        runs[i]();
        print((before - SYSTICK[2]) & 0xffffff);
    }
    call(0x18, (void *)0x20026);
    for (;;) {}
}
"""


def instructions(sources: Sequence[Path], folder: Path) -> list[int]:
    """Instructions of `network_run` of each network.c (its header beside it), in `folder`."""
    objects = []
    for number, source in enumerate(sources):
        objects.append(f"n{number}.o")
        names = [f"-Dnetwork_{name}=network_{name}_{number}" for name in ("run", "input", "output")]
        subprocess.run([*CC, *names, "-c", "-o", objects[-1], str(source.resolve())], cwd=folder, check=True)
    numbers = range(len(sources))
    declared = "\n".join(f"void network_run_{n}(void);" for n in numbers)
    (folder / "start.c").write_text(START % (declared, ", ".join(f"network_run_{n}" for n in numbers)))
    (folder / "image.ld").write_text(LINKER)
    link = [*CC, "-nostdlib", "-T", "image.ld", "-Wl,--no-warnings", "-o", "image.elf", "start.c", *objects, "-lgcc"]
    subprocess.run(link, cwd=folder, check=True)
    done = subprocess.run(QEMU, cwd=folder, check=True, capture_output=True, text=True, timeout=900)
    return [INSTRUCTIONS_PER_TICK * int(line) for line in (done.stdout + done.stderr).split()]


def stack_bytes(source: Path, folder: Path) -> int:
    """Stack of `network_run` by -fstack-usage: its own, the deepest layer's, and the two deepest helpers' below that."""
    subprocess.run([*CC, "-fstack-usage", "-c", "-o", "stack.o", str(source.resolve())], cwd=folder, check=True)
    used: dict[str, int] = {}
    for line in (folder / "stack.su").read_text().splitlines():
        place, size, _ = line.split("\t")
        used[place.rsplit(":", 1)[1]] = int(size)
    layers = [size for name, size in used.items() if name.startswith("layer_")]
    helpers = sorted((size for name, size in used.items() if not name.startswith(("layer_", "network_"))), reverse=True)
    return used["network_run"] + max(layers) + sum(helpers[:2])
