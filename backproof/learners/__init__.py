"""Learners that are not the theorem's table of gaps: what they learn is another policy on the same walks."""
