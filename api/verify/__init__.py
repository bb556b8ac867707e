"""Public verification of a document against the ledger."""
