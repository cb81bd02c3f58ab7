"""The second opinion: how Rocq (once called Coq) checks ``proofs/``, and how the proofs are tied to the claims."""
