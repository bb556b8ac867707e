"""Release orders."""
