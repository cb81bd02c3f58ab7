"""What the commands found, for people and for programs."""
