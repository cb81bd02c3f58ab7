"""Reasoning graphs of any shape: golden paths, costs of a table, descent on it, search."""
