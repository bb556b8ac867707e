"""Bills of lading."""
