"""What the gateway counts, for Prometheus."""
