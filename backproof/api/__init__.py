"""What the commands do, as functions: a command parses its options, calls one of these and reports its result."""
