"""Payments as JSON."""
