"""What each role may do in the back office; superusers may everything."""

from __future__ import annotations

SUPPORT = [
    "shop_catalog.view_review",
    "shop_catalog.change_review",
    "shop_catalog.view_reviewreport",
    "shop_chat.answer_support",
    "shop_chat.view_thread",
    "shop_chat.view_message",
]

LOOK = [
    "shop_accounts.view_account",
    "shop_accounts.view_user",
    "shop_catalog.view_category",
    "shop_catalog.view_offer",
    "shop_catalog.view_product",
    "shop_orders.view_order",
    "shop_orders.view_suborder",
    "shop_orders.view_invoice",
]

MANAGE = [
    "shop_accounts.change_account",
    "shop_accounts.assign_roles",
    "shop_catalog.add_category",
    "shop_catalog.change_category",
    "shop_catalog.delete_category",
    "shop_catalog.add_product",
    "shop_catalog.change_product",
    "shop_catalog.delete_product",
    "shop_catalog.add_offer",
    "shop_catalog.change_offer",
    "shop_catalog.view_attribute",
    "shop_catalog.add_attribute",
    "shop_catalog.change_attribute",
    "shop_catalog.delete_attribute",
    "shop_catalog.view_seller",
    "shop_catalog.change_seller",
    "shop_catalog.view_store",
    "shop_catalog.change_store",
    "shop_orders.change_order",
    "shop_orders.view_sellerentry",
    "shop_orders.add_sellerentry",
    "shop_orders.view_discount",
    "shop_orders.add_discount",
    "shop_orders.change_discount",
    "shop_orders.delete_discount",
    "shop_orders.view_shippingmethod",
    "shop_orders.add_shippingmethod",
    "shop_orders.change_shippingmethod",
    "shop_orders.view_shippingrate",
    "shop_orders.add_shippingrate",
    "shop_orders.change_shippingrate",
    "shop_orders.delete_shippingrate",
    "shop_orders.view_taxrate",
    "shop_orders.add_taxrate",
    "shop_orders.change_taxrate",
    "shop_orders.delete_taxrate",
    "shop_payments.view_payment",
    "shop_payments.view_providerevent",
]

# Who may change groups could give the own one every right: that is left to superusers.
ADMINISTER = [
    "shop_accounts.add_user",
    "shop_accounts.change_user",
    "shop_accounts.reset_second_step",
    "auth.view_group",
]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "client": [],
    "agent": [*SUPPORT, *LOOK],
    "manager": [*SUPPORT, *LOOK, *MANAGE],
    "administrator": [*SUPPORT, *LOOK, *MANAGE, *ADMINISTER],
}
