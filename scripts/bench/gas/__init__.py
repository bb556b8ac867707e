"""What every action costs in gas, beside a public peer's figures and the floor that the chain's own prices set."""
