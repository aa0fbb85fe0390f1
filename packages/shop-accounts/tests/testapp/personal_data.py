"""What the host's own app knows of a person; it can be made to fail."""

from tests.testapp.models import Order


class OrderPersonalData:
    fault: Exception | None = None

    def export(self, user):
        return {"orders.json": [order.pk for order in Order.objects.filter(customer=user)]}

    def erase(self, user):
        Order.objects.filter(customer=user).delete()
        if type(self).fault:
            raise type(self).fault
