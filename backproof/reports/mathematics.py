r"""Mathematics in plain text, set as HTML: Greek letters, powers, indices, comparisons.

Main definitions: `as_html`, `as_mathtext` (for the labels of charts).
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

LETTERS = {
    "alpha": "α", "delta": "δ", "eps": "ε", "kappa": "κ", "lambda": "λ", "omega": "ω", "phi": "φ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "theta": "θ", "Theta": "Θ",
}  # fmt: skip
GREEK = re.compile(rf"(?<!\w)(?<![A-Za-z]-)({'|'.join(LETTERS)})(?=[^A-Za-z-]|_|$)")
INDEX = re.compile(r"(?<![A-Za-z_])(d?[A-Za-zα-ωΘ]|sum|mean)_(?:\(([^()]*)\)|([A-Za-z0-9]+))")
POWER = re.compile(r"\^(?:\(((?:[^()]|\([^()]*\))*)\)|(-?[A-Za-z0-9.α-ω]+))")
SCIENTIFIC = re.compile(r"\b([0-9.]+)e(-?[0-9]+)\b")
SIGNS = (("&gt;=", "≥"), ("&lt;=", "≤"), ("sqrt(", "√("), ("infinity", "∞"), (" * ", " · "), ("+-", "±"))


def as_html(text: str) -> Markup:
    """The text, escaped, with its mathematics set; what stands in braces is left as it is.

    >>> print(as_html("4.3e14 or -sigma"))
    4.3·10<sup>14</sup> or -σ
    >>> print(as_html("rho^K >= 4, g_K < H*, e^(-2t), x^2 and rows, sqrt(pi) <b>"))
    ρ<sup>K</sup> ≥ 4, g<sub>K</sub> &lt; H*, e<sup>-2t</sup>, x<sup>2</sup> and rows, √(π) &lt;b&gt;
    """
    parts = re.split(r"(\{\w+\})", str(escape(text)))
    return Markup("".join(part if part[:1] == "{" else _set(part) for part in parts))  # noqa: S704 - escaped, and our tags


def _set(found: str) -> str:
    for sign, shown in SIGNS:
        found = found.replace(sign, shown)
    found = GREEK.sub(lambda match: LETTERS[match[1]], found)
    found = INDEX.sub(lambda match: f"{match[1]}<sub>{match[2] or match[3]}</sub>", found)
    found = SCIENTIFIC.sub(lambda match: f"{match[1]}·10<sup>{int(match[2])}</sup>", found)
    return POWER.sub(lambda match: f"<sup>{match[1] or match[2]}</sup>", found)


def as_mathtext(text: str) -> str:
    r"""The same for matplotlib, with powers and indices in its own notation.

    >>> print(as_mathtext("W L^K, rho, d_1"))
    W L$^{K}$, ρ, d$_{1}$
    """
    found = GREEK.sub(lambda match: LETTERS[match[1]], text.replace("$", r"\$"))
    found = INDEX.sub(lambda match: f"{match[1]}$_{{{match[2] or match[3]}}}$", found)
    return POWER.sub(lambda match: f"$^{{{match[1] or match[2]}}}$", found)
