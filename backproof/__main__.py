"""``python -m backproof``: the command line."""

from backproof.start import start

start()
