"""What this gateway serves: the chain, the contracts, the typed actions."""
