"""Accounts for Django shops: registration, activation, login, JWT, profiles, addresses. Works with any user model."""
