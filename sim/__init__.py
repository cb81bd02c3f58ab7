"""The independent witness: estimates by walking, without a formula. See the README's map."""
