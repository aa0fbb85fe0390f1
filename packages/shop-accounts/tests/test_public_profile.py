import uuid

import pytest

from shop_accounts.hooks import ProfileLink
from shop_accounts.models import AccountState
from shop_accounts.services.profile import update_profile
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db


class Links:
    def links(self, users, viewer):
        said = "You may write" if viewer.is_authenticated else "Log in to write"
        return {
            user.pk: [ProfileLink(label="Direct message", url=f"/chat/{user.pk}/"), ProfileLink(label=said)]
            for user in users
        }


@pytest.fixture
def ada(user):
    update_profile(account=user.shop_account, first_name="Ada", last_name="Lovelace")
    return user


def pages_of(user):
    key = getattr(user, "pk", user)
    return f"/users/profile/{key}/", f"/api/accounts/profiles/{key}/"


def test_everybody_sees_name_photo_and_since_when(client, ada):
    page, endpoint = pages_of(ada)
    answer = client.get(page)
    assert "Ada L." in answer.content.decode()
    assert "default-photo.svg" in answer.content.decode()
    assert "Member since" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    profile = client.get(endpoint).json()
    assert profile.keys() == {"id", "name", "photo", "member_since", "links"}
    assert (profile["name"], profile["links"]) == ("Ada L.", [])


def test_nobody_sees_the_whole_name_or_a_contact(client, ada):
    for path in pages_of(ada):
        body = client.get(path).content.decode()
        assert "Lovelace" not in body
        assert ada.email_address not in body


def test_who_gave_no_name_is_a_member(client, user):
    assert client.get(pages_of(user)[1]).json()["name"] == "Member"


@pytest.mark.parametrize("state", [AccountState.PENDING, AccountState.DEACTIVATED])
def test_accounts_that_are_not_active_have_no_profile(client, state):
    assert {client.get(path).status_code for path in pages_of(make_user(state=state))} == {404}


@pytest.mark.parametrize("key", ["1", "x", uuid.uuid4(), "9" * 40, "%00"])
def test_nobody_else_has_one(client, key):
    assert {client.get(path).status_code for path in pages_of(key)} == {404}


def test_other_apps_add_what_they_know(client, settings, ada):
    settings.SHOP_ACCOUNTS = {"PROFILE_LINKS": [f"{__name__}.Links"]}
    page, endpoint = pages_of(ada)
    assert f'href="/chat/{ada.pk}/"' in client.get(page).content.decode()
    assert [link["label"] for link in client.get(endpoint).json()["links"]] == ["Direct message", "Log in to write"]
    client.force_login(make_user())
    assert "You may write" in client.get(page).content.decode()


def test_ones_own_profile_leads_to_its_form(client, ada):
    assert "Edit your profile" not in client.get(pages_of(ada)[0]).content.decode()
    client.force_login(ada)
    assert "Edit your profile" in client.get(pages_of(ada)[0]).content.decode()


def test_a_profile_costs_one_query(client, ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(pages_of(ada)[0])
