from shop_orders.services.payment import mark_paid


def pay(order):
    mark_paid(order=order, amount=order.total, reference="x")


def payment_records(order):
    return []
