"""The demo data: what stands in ``data/`` and ``images/``, put into the shop through the apps' own services."""
