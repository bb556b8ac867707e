"""Benchmarks: gas per action, and actions per second, as ratios of measurements of one run on one node."""
