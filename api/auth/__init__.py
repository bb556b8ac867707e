"""Who is calling: sign-in with a wallet (EIP-4361), sessions, API keys."""
