from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from shop_accounts.personal_data import AccountPersonalData
from shop_accounts.services.profile import set_photo
from shop_accounts.testing import make_address, make_user
from shop_core.testing.contracts import PersonalDataContract
from shop_core.uploads import clean_image

pytestmark = pytest.mark.django_db
PROFILE = "/account/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member(client, user):
    client.force_login(user)
    return client


def picture():
    data = BytesIO()
    Image.new("RGB", (16, 16), "teal").save(data, "PNG")
    return SimpleUploadedFile("me.png", data.getvalue())


def test_the_profile_changes_the_name_and_no_phone(member, user):
    member.post(PROFILE, {"first_name": "Ada", "last_name": "Lovelace", "phone": "+48 512 345 678"})
    user.shop_account.refresh_from_db()
    assert (user.shop_account.full_name, str(user.shop_account.phone)) == ("Ada Lovelace", "")
    assert "Ada Lovelace" in member.get(PROFILE).content.decode()


def test_a_photo_is_put_up_replaced_and_taken_down(member, user, tmp_path, committed):
    for extra in ({"photo": picture()}, {"photo": picture()}):
        with committed():
            member.post(PROFILE, extra)
    [kept] = (path for path in tmp_path.rglob("*") if path.is_file())
    assert "me" not in kept.name
    assert user.shop_account.__class__.objects.get(pk=user.pk).photo.url in member.get(PROFILE).content.decode()
    with committed():
        member.post(PROFILE, {"photo-clear": "on"})
    assert "default-photo.svg" in member.get(PROFILE).content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_saving_the_name_keeps_the_photo(member, user):
    member.post(PROFILE, {"photo": picture()})
    member.post(PROFILE, {"first_name": "Ada"})
    user.shop_account.refresh_from_db()
    assert user.shop_account.photo


def test_s29_what_is_no_picture_is_refused(member, user):
    evil = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")
    assert "photo" in member.post(PROFILE, {"photo": evil}).context["form"].errors


def test_the_profile_shows_the_default_address(member, user):
    make_address(user=user)
    assert "Prosta 1" in member.get(PROFILE).content.decode()


def test_visitors_are_asked_to_log_in(client):
    assert client.get(PROFILE).url == f"{reverse('shop_accounts:login')}?next={PROFILE}"


class TestPersonalData(PersonalDataContract):
    def make_personal_data(self):
        return AccountPersonalData()

    def make_person(self):
        user = make_user()
        make_address(user=user)
        set_photo(account=user.shop_account, photo=clean_image(picture()))
        return user


def test_erasing_takes_names_phone_photo_and_addresses(user, tmp_path, committed):
    make_address(user=user)
    set_photo(account=user.shop_account, photo=clean_image(picture()))
    with committed():
        AccountPersonalData().erase(user)
    assert not user.shop_addresses.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
