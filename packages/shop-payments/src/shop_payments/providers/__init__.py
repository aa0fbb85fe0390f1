"""The gateways: one small interface, and what keeps it."""
