"""The verbs of shop-accounts; the only place that writes."""
