"""The keys that members publish so that files can be sealed for them."""
