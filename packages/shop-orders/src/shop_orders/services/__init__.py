"""The verbs of shop-orders: the only place that writes."""
