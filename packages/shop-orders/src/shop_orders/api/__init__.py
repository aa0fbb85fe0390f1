"""The JSON edge of shop-orders."""
