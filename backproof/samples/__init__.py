"""Samples of real models: read from files, counted, and compared. No model and no graph of the theorem is involved."""
