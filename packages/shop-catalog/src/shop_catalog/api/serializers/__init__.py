"""The catalog as JSON."""
