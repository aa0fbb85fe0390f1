"""What one can do to a payment: the only place that writes."""
