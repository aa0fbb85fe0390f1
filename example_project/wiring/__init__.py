"""The only place that knows two apps at once: receivers and hooks that join them."""
