"""Export refund claims."""
