"""The statements of a claim as SMT-LIB 2 text, which any solver can run.

Main definition: `export_text`.
"""

from __future__ import annotations

from backproof.checks.index import claim_named
from backproof.checks.lock import BuiltClaim, texts_of
from backproof.theory.arguments import near_matches


class UnknownObligationError(ValueError):
    """The claim puts no obligation or control of this name to the solvers."""


def export_text(name: str) -> str:
    """The statements of ``CLAIM``, first obligations and then controls, or the single one of ``CLAIM/OBLIGATION``.

    Each statement begins with a header that says what is asked and which answer is expected; ``(reset)`` separates two
    statements. The text is built from the claim's module, and the lock compares it with the committed files. Raises
    UnknownClaimError or UnknownObligationError, which name similar ids.
    """
    claim_id, slash, part = name.partition("/")
    texts = texts_of(BuiltClaim.of(claim_named(claim_id)))
    if not texts:
        raise UnknownObligationError(f"the claim {claim_id} puts nothing to the solvers, so there is nothing to export")
    if slash and part not in texts:
        hint = near_matches(part, texts, "it states")
        raise UnknownObligationError(f"the claim {claim_id} has no obligation or SMT control {part!r}: {hint}")
    return texts[part] if slash else "(reset)\n".join(texts.values())
