"""Export what a claim states as SMT-LIB 2 text that any solver runs.

Main definition: `export_text`.
"""

from __future__ import annotations

from backproof.checks.index import UnknownClaimError, claims, near_matches
from backproof.checks.lock import texts_of


class UnknownObligationError(ValueError):
    """An obligation or control that the claim does not put to the solvers."""


def export_text(name: str) -> str:
    """The statements of ``CLAIM``, or the one of ``CLAIM/OBLIGATION``: obligations first, then controls.

    Each begins with its header, which says what is asked and the answer to expect; ``(reset)`` stands between two.
    They are what the claim states now, which the lock compares with the committed files. Raises UnknownClaimError or
    UnknownObligationError, naming near matches.
    """
    claim_id, slash, part = name.partition("/")
    known = {claim.id: claim for claim in claims()}
    if claim_id not in known:
        raise UnknownClaimError(f"there is no claim {claim_id!r}: {near_matches(claim_id, known, 'the claims are')}")
    texts = texts_of(known[claim_id])
    if not texts:
        raise UnknownObligationError(f"the claim {claim_id} puts nothing to the solvers, so there is no text")
    if slash and part not in texts:
        hint = near_matches(part, texts, "it states")
        raise UnknownObligationError(f"the claim {claim_id} has no obligation or SMT control {part!r}: {hint}")
    return texts[part] if slash else "(reset)\n".join(texts.values())
