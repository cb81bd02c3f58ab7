"""Sweeps: the grids of a sweep file, and the dataset of their results."""
