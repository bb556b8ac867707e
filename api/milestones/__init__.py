"""Milestones: batches of port operation events."""
