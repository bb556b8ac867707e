"""What every resource of the gateway shares: the trade's field types and its documents."""
