"""Load: what a port does in a day, at a gateway, as fast as it goes or at a rate."""
