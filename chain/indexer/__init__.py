"""Follows the contracts' events and projects them to the read model; rebuild and live are one code."""
