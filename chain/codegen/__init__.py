"""Writes `contracts/bindings`: what Python, the API and the console know of the contracts, as pure data."""
