"""The independent witness: estimates by walking, without a formula. It has no member yet; see the README's map."""
