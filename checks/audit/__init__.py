"""The audit: one module for each assumption of the theorem, with what becomes of the separation without it."""
