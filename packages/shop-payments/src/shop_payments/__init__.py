"""Payments for any Django model: providers, an append-only ledger, and an embedded sandbox."""
