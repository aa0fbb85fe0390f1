"""What shop-catalog tells, each after commit."""

from django.dispatch import Signal

# The stock of an offer passed from its threshold or more to fewer units.
# Arguments: offer (an Offer), on_hand (int), threshold (int).
offer_stock_low = Signal()

# An offer has another price.
# Arguments: offer (an Offer), before and after (Money).
offer_price_changed = Signal()

# A review has come into sight of everybody: a new one, or one that the staff approved, each time that it does.
# Arguments: review (a Review).
review_published = Signal()

# Somebody has asked to sell here, or may at once.
# Arguments: seller (a Seller).
seller_registered = Signal()

# The staff lets a seller sell.
# Arguments: seller (a Seller).
seller_approved = Signal()
