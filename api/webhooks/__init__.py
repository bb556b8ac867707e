"""Webhooks by the Standard Webhooks convention: signed, retried, and kept until they are delivered or dead."""
