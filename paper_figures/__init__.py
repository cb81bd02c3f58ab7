"""The paper's figures, one file each, drawn from functions of the theory and from saved records of runs.

`paper_figures.figure` says what a figure is, `catalogue` finds them, `build` writes their files, and `check` compares
their numbers with references. A figure's file has no formula of its own and measures nothing.
"""
