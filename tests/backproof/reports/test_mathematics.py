"""Mathematics typeset from plain text: what is typeset and what is not, and no other text becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.reports.mathematics import as_html, as_mathtext


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1-eps)/W", "(1-ε)/W"),
        ("rho^K / L^K = (1+1/L)^(2K)", "ρ<sup>K</sup> / L<sup>K</sup> = (1+1/L)<sup>2K</sup>"),
        ("(6KL)^(1 + 1/sigma)", "(6KL)<sup>1 + 1/σ</sup>"),
        ("dH/dp_v, x_(v-1), 2K_w, sum_e", "dH/dp<sub>v</sub>, x<sub>v-1</sub>, 2K<sub>w</sub>, sum<sub>e</sub>"),
        ("8.3e-09 and 4.3184e14", "8.3·10<sup>-9</sup> and 4.3184·10<sup>14</sup>"),
        ("H* <= 2", "H* ≤ 2"),
        ("W * L", "W · L"),
        ("stepsize, epsilon, square-pi, sign_cycle, {rho}", "stepsize, epsilon, square-pi, sign_cycle, {rho}"),
    ],
)
def test_it_is_typeset(text, expected):
    assert as_html(text) == expected


@given(st.text(alphabet="<>&\"'{}^_()*=aeKpirho1 /$\\\n"))
def test_only_powers_and_indices_become_markup(text):
    shown = re.sub(r"</?su[bp]>", "", as_html(text))
    assert not set("<>\"'") & set(shown)
    assert not re.search(r"&(?!(?:lt|gt|amp|#34|#39);)", shown)


def test_a_dollar_in_the_label_of_a_chart_is_kept():
    assert as_mathtext("cost in $, d_K of rho^2") == r"cost in \$, d$_{K}$ of ρ$^{2}$"
