"""Benchmarks: how fast the project is, beside what one would otherwise use. ``make bench`` runs them.

A benchmark is a module ``bench_NAME`` with a function ``rows``. It takes a `benchmarks.row.Size`, measures, and yields
a `benchmarks.row.Row` for each figure.
"""
