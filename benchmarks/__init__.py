"""Ratios measured in one run; never a timed test. ``python -m benchmarks`` prints them all."""
