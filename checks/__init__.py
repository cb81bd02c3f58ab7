"""The proofs of the claims, and what has to be trusted to believe them.

Trusted, in this folder:
- `formula`, `statement`: what an obligation says, and the SMT-LIB text that is put to the solvers.
- `kernel`: the only caller of a solver in a proof, and the only code that calls anything proved.
- `solver_worker`, `processes`: one process for each statement. `canaries`: what a solver must answer before that.
- `verify`: collects verdicts; no claim is stronger than its weakest part. `index`, `lock`: which claims there are.
- `claim_text`, `values`: what the lock covers besides statements. `ratchet`: what no claim may lose unnoticed.

Not trusted: `claims` and `tools` build evidence that the kernel decides, and every claim has false controls that must
be refuted. A claim's own words are trusted to say what its formulas say. `audit` computes numbers from the theory, each
row with checks in two ways, and proves nothing. `replay`, `stability`, `mutation`, `export` and `prism` add no verdict.
"""
