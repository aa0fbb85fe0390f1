"""The pages: each reads a form, calls a service and answers."""
