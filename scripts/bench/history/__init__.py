"""How reading depends on the length of the history: a synthetic chain of a million actions, and what is asked of it."""
