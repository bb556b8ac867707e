"""The demo: the story of the trade, told through the gateway."""
