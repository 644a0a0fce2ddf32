"""What availability costs, and that it is right: run `python -m benchmarks.slots` (see README.md)."""
