"""Scenario files: read, checked, run against a gateway, and reported on."""
