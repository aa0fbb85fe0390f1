"""What the suite costs, beside a floor and a plain way to do the same work. Run with ``make bench``."""
