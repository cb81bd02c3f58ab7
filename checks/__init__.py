"""The proofs: a kernel that puts obligations to two solvers, the claims with their controls, the statement lock."""
