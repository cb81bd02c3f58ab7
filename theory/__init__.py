"""The mathematics: corridor graphs, policies, edge-state chains, expected hitting times, gradients, closed forms.

Imports the standard library, numpy, scipy, sympy and networkx only, and no other room.
"""
