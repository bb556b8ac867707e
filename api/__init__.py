"""The gateway: what the outside world speaks to. It validates, relays and reads; it never signs."""
