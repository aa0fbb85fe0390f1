import pytest
from django.urls import reverse

from shop_chat.testing import make_messages, make_thread

from .conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    client.force_login(make_user("admin", is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", ["thread", "message"])
def test_lists_cost_the_same_for_any_number(admin_client, django_assert_num_queries, model):
    address = reverse(f"admin:shop_chat_{model}_changelist")

    def grow(count):
        for _ in range(count):
            customer = make_user("customer")
            make_messages(make_thread(customer), customer)

    grow(1)
    admin_client.get(address)
    for count in (0, 19, 80):
        grow(count)
        with django_assert_num_queries(4):
            assert admin_client.get(address).status_code == 200


@pytest.mark.parametrize("model", ["thread", "message"])
def test_lists_can_be_searched(admin_client, model):
    customer = make_user("customer")
    make_messages(make_thread(customer), customer)
    page = admin_client.get(reverse(f"admin:shop_chat_{model}_changelist"), {"q": "message 1"})
    assert page.context["cl"].result_count == 1


def test_nobody_changes_what_was_said(admin_client):
    customer = make_user("customer")
    [sent] = make_messages(make_thread(customer), customer)
    page = admin_client.get(reverse("admin:shop_chat_message_change", args=[sent.message.pk]))
    assert page.status_code == 200
    assert b"_save" not in page.content
