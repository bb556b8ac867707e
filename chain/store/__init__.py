"""Tables and rows of the two databases: the journal (truth) and the read model (a cache)."""
