"""Carts, checkout and orders for Django, for products of any model."""
