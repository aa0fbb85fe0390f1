"""The REST API: tokens, registration, one's own account and addresses."""
