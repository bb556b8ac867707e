"""The command `quay`."""
