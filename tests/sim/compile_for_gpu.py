"""Print the sizes of the machine code of `sim.kernel_triton` for an H100, of each variant; no GPU is needed."""

from __future__ import annotations

import itertools

SHORT, LONG, FLAG = "*i32", "*i64", "*u8"


def main() -> None:
    import triton
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    from backproof.sim.kernel_triton import LANES, _walk

    h100 = GPUTarget("cuda", 90, 32)
    for wide, counts in itertools.product((True, False), repeat=2):
        constants = {"WIDE": wide, "COUNTS": counts, "TIMES": counts, "SHARED": False, "BLOCK": LANES}
        signature = {
            "table": (SHORT, SHORT, SHORT, LONG),
            "numbers": LONG,
            "under_way": (SHORT, LONG, SHORT, SHORT, FLAG, LONG),
            "results": (LONG, FLAG, SHORT, SHORT, FLAG),
            "counters": LONG,
            "tally": (SHORT if counts else LONG, LONG, LONG),
            "lanes": "i32",
            **dict.fromkeys(constants, "constexpr"),
        }
        source = ASTSource(_walk, signature, constexprs=constants)
        compiled = triton.compile(source, target=h100, options={"enable_fp_fusion": False})
        print(len(compiled.asm["cubin"]))  # noqa: T201 - for the test that runs this


if __name__ == "__main__":
    main()
