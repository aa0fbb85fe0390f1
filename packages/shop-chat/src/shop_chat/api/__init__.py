"""The chat over plain HTTP."""
