"""The member organisations and their wallets."""
