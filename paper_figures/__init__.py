"""The paper's figures, one file each. It has no member yet; see the README's map."""
