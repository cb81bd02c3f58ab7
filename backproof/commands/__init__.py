"""The commands, a file each; what is heavy is imported inside the command that needs it."""
