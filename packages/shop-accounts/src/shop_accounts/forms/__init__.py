"""The forms of the pages: shape and types only; the rules stand in the services."""
