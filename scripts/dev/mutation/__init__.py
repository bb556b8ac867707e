"""Mutation testing of the contracts: one small fault at a time in the Solidity, which the Forge tests must find."""
