"""The simulator: it estimates costs by walking, and uses none of the formulas that it is to confirm."""
