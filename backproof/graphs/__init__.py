"""Reasoning graphs that somebody brings: files, findings, report."""
