"""The claims, built once for all tests that only read them, on one worker (``xdist_group("claims")``)."""

from __future__ import annotations

import pytest

from backproof.checks.index import claims


@pytest.fixture(scope="session")
def built():
    """The evidence and the controls of every claim."""
    return {claim.id: (claim.build_evidence(), claim.build_controls()) for claim in claims()}
