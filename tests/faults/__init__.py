"""Processes killed at random instants under load."""
