"""Fill the shop with demo data: ``demo_data``, and ``demo_data --scale 100000`` for a large catalog."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.attributes import add_attributes
from demo.catalog import add_catalog
from demo.chats import add_chats
from demo.orders import add_orders
from demo.people import add_people
from demo.prices import add_prices
from demo.progress import Progress
from demo.quiet import quietly
from demo.reviews import add_reviews
from demo.scale import add_scale
from shop_core.exceptions import ShopError
from shop_core.history.actors import Via, acting


class Command(BaseCommand):
    help = "Add the demo data that is not there yet; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=0, metavar="N", help="and N further products, by bulk inserts")

    def handle(self, *args: Any, scale: int, **options: Any) -> None:
        progress = Progress(self.stdout)
        now = timezone.now()
        try:
            with acting(via=Via.COMMAND, name="demo_data"), quietly():
                for add in (add_people, add_catalog, add_attributes, add_prices, add_orders, add_reviews, add_chats):
                    add(progress, now=now)
            add_scale(progress, count=scale, now=now)
        except ShopError as refusal:
            raise CommandError(f"{type(refusal).__name__}: {refusal}") from refusal
        if not progress.added:
            self.stdout.write("The demo data is there already.")
