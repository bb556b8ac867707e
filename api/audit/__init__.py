"""The audit log: who read what, and whose access changed."""
