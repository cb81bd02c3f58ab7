"""Formulas worked out by hand, to be compared with what `theory` computes in other ways.

Vertices v = 1..2K and edges e = 0..2K as in `theory.costs.crossings`; ``p[v-1]`` and ``q[v-1]`` belong to vertex v.
"""

from __future__ import annotations

from typing import Any

UNIT = 2.0**-53
"""The relative error of one float64 operation."""


def sft_way_back(depth: Any, lanes: Any, power: Any) -> Any:
    """g_K, the steps from a leaf back to the fork in the SFT limit, given ``power = ((L+1)^2 / L)^K``."""
    scale = lanes**2 + lanes + 1
    return (2 * (2 * lanes + 1) * (lanes + 1) * power - (3 * lanes**2 + 5 * lanes + 1)) / scale - 2 * depth


def gradient(width: int, p: list[Any], q: list[Any]) -> tuple[list[Any], list[Any]]:
    """(dH/dp, dH/dq), by sums of products instead of an adjoint pass."""
    x, y, out, back = _crossings(width, p, q)
    vertices = range(1, len(p) + 1)
    return (
        [-out[v] * (x[v - 1] + 1) + back[v] * y[v - 1] for v in vertices],
        [out[v] * x[v] - back[v] * (y[v] + 1) for v in vertices],
    )


def gradient_scale(width: int, p: list[Any], q: list[Any]) -> tuple[list[Any], list[Any]]:
    """The scale of rounding errors of the gradient: its terms without signs, each surplus raised by one."""
    x, y, out, back = _crossings(width, p, q)
    vertices = range(1, len(p) + 1)
    return (
        [out[v] * (x[v - 1] + 1) + back[v] * (y[v - 1] + 1) for v in vertices],
        [out[v] * (x[v] + 1) + back[v] * (y[v] + 1) for v in vertices],
    )


def _crossings(width: int, p: list[Any], q: list[Any]) -> tuple[list[Any], ...]:
    """Surplus crossings x and y, and the weights 2 W s_(v-1) / p_v and 2 (W-1) t_v / q_v (index 0 unused)."""
    last = len(p)
    x, y, s, t = [0] * (last + 1), [0] * (last + 1), [1] * (last + 1), [1] * (last + 1)
    for v in range(1, last + 1):
        y[v] = (p[v - 1] * y[v - 1] + 1 - q[v - 1]) / q[v - 1]
        s[v] = 1 + q[v - 1] / p[v - 1] * s[v - 1]
    for v in range(last, 0, -1):
        x[v - 1] = (q[v - 1] * x[v] + 1 - p[v - 1]) / p[v - 1]
        t[v - 1] = 1 + t[v] * p[v - 1] / q[v - 1]
    out = [0] + [2 * width * s[v - 1] / p[v - 1] for v in range(1, last + 1)]
    back = [0] + [2 * (width - 1) * t[v] / q[v - 1] for v in range(1, last + 1)]
    return x, y, out, back
