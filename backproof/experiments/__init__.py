"""Experiments that confirm or reject what claims say: a module for each claim that has some, named as it."""
