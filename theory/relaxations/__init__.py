"""One assumption of the theorem dropped, a module each, named as its claim."""
