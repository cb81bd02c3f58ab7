"""One module for each claim: `evidence` for it, and `controls` that must fail. To add a claim, add a module."""
