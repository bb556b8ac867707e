"""Export tax refund certificates."""
