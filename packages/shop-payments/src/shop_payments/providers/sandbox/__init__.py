"""The embedded sandbox: a gateway with a hosted page and signed notices of its own, that moves no money."""
