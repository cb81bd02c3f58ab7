"""What the simulator confirms: a module a topic, on a common base."""
