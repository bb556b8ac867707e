"""Evidence: one file that proves a record's history and state to anybody, without a gateway or a node."""
