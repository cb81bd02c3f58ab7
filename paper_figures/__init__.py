"""The paper's figures, one file each, built from the theory's functions and from saved records of the simulator.

`paper_figures.figure` says what a figure is, `catalogue` lists them, `build` makes files of them and checks their
numbers. A figure's file arranges and draws: formulas are `theory`'s, measurements are in `records`.
"""
