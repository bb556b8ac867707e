"""The law, in Solidity; Python finds only the generated `contracts.bindings` here."""
