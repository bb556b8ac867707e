"""A carrier's voyage: many bills in one upload, under one signature."""
