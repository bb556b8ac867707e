"""What people run: the CLI `quay`, demos, benchmarks and developers' tools."""
