"""A catalogue and marketplace for Django: categories, products, variants, offers of many stores, and a stock ledger."""
