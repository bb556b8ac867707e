"""Keys, signatures and commitments: what a member does by itself, without network or database."""
