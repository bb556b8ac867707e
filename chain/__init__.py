"""The ledger as Python sees it: compile, node, deployment, relayer, indexer."""
