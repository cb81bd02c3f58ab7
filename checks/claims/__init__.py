"""One module per claim of ``checks/claims.toml``: `evidence` for it, `controls` that must fail."""
