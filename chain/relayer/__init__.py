"""Carries signed actions to the chain: a durable outbox, batches, and recovery after a crash."""
