"""The tree of categories in the back office."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import make_user
from tests.test_images import picture

from shop_catalog.models import Category
from shop_catalog.services.categories import delete_category, move_category
from shop_catalog.testing import make_categories, make_category, make_product

pytestmark = pytest.mark.django_db
LIST = reverse("admin:shop_catalog_category_changelist")
ADD = reverse("admin:shop_catalog_category_add")
SEARCH = reverse("admin:shop_catalog_category_search")


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def form(**fields):
    return {"name": "Lamps", "slug": "", "parent": "", "description": "", **fields}


def page_of(category):
    return reverse("admin:shop_catalog_category_change", args=[category.pk])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def addresses():
    return list(Category.objects.live().values_list("url_path", flat=True))


def carry_out(admin, action, *categories):
    chosen = {"action": action, "_selected_action": [category.pk for category in categories], "post": "yes"}
    return admin.post(f"{LIST}?deleted=all", chosen)


def test_a_category_is_made_moved_and_renamed(admin):
    home = make_category("Home")
    admin.post(ADD, form(description="Light", image=picture()))
    lamps = Category.objects.get(name="Lamps")
    admin.post(page_of(lamps), form(name="Lights", slug="lights", parent=home.pk, description="Light"))
    lamps.refresh_from_db()
    assert (lamps.name, lamps.url_path, lamps.depth, lamps.description) == ("Lights", "home/lights", 2, "Light")
    assert lamps.image
    admin.post(page_of(lamps), form(**{"name": "Lights", "parent": home.pk, "image-clear": "on"}))
    lamps.refresh_from_db()
    assert (lamps.slug, bool(lamps.image)) == ("lights", False)


def test_a_picture_that_is_replaced_goes_after_the_commit(admin, django_capture_on_commit_callbacks):
    admin.post(ADD, form(image=picture(size=(30, 20))))
    before = Category.objects.get().image
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(page_of(Category.objects.get()), form(image=picture(size=(60, 40))))
    now = Category.objects.get().image
    assert [file.storage.exists(file.name) for file in (before, now)] == [False, True]


def test_a_storage_that_refuses_is_said_on_the_form_and_nothing_is_lost(admin, full_disk):
    lamps = make_category("Lamps")
    for page in (ADD, page_of(lamps)):
        answer = admin.post(page, form(name="Lights", image=picture(size=(30, 20))))
        assert "could not be stored just now" in answer.text
        assert 'value="Lights"' in answer.text
    assert addresses() == ["lamps"]


def test_a_category_that_moves_beside_a_namesake_can_change_its_slug_with_it(admin):
    home, lamps = make_category("Home"), make_category("Lamps")
    make_category("Lamps", parent=home)
    assert admin.post(page_of(lamps), form(parent=home.pk)).context["adminform"].form.errors["slug"]
    admin.post(page_of(lamps), form(parent=home.pk, slug="more-lamps"))
    assert addresses() == ["home", "home/lamps", "home/more-lamps"]


@pytest.mark.parametrize("parent", ["itself", "below", "deleted", "none"])
def test_what_the_tree_refuses_shows_at_its_field_and_keeps_what_was_typed(admin, parent):
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    gone = make_category("Gone")
    delete_category(category=gone)
    keys = {"itself": home.pk, "below": lamps.pk, "deleted": gone.pk, "none": 10**9}
    page = admin.post(page_of(home), form(name="House", parent=keys[parent]))
    assert page.context["adminform"].form.errors["parent"]
    assert "House" in page.text


def test_a_second_category_of_one_address_is_refused(admin):
    make_category("Lamps")
    assert admin.post(ADD, form()).context["adminform"].form.errors["slug"]


def test_a_deleted_category_can_be_renamed_below_a_deleted_one(admin):
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    delete_category(category=home)
    page = admin.get(page_of(lamps))
    assert f'value="{home.pk}" selected' in page.text
    admin.post(page_of(lamps), form(name="Lights", parent=home.pk))
    lamps.refresh_from_db()
    assert (lamps.name, lamps.url_path, lamps.is_deleted) == ("Lights", "home/lights", True)


def test_what_the_form_did_not_foresee_is_told(admin):
    Category.objects.filter(pk=make_category("Home").pk).update(path="ZZZZ")
    answer = admin.post(ADD, form(description="Light"))
    assert "too many" in answer.text
    assert "Light</textarea>" in answer.text
    assert addresses() == ["home"]


def test_a_product_that_comes_while_its_category_goes_is_seen(admin):
    home = make_category("Home")
    comes = iter([lambda: make_product(category=home)])

    def meanwhile(execute, sql, *rest):
        if "shop_catalog_categorytree" in sql:
            next(comes, lambda: None)()
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        answer = admin.post(reverse("admin:shop_catalog_category_delete", args=[home.pk]), {"post": "yes"})
    assert said(answer) == ["There are products in this category; move them first."]
    assert addresses() == ["home"]


def test_a_category_with_products_says_why_it_stays(admin):
    home = make_category("Home")
    used = make_category("Lamps", parent=home)
    make_product(category=used)
    for page in (
        carry_out(admin, "delete_selected", home),
        admin.post(reverse("admin:shop_catalog_category_delete", args=[home.pk]), {"post": "yes"}),
    ):
        assert "home/lamps: There are products in this category" in page.text
    assert addresses() == ["home", "home/lamps"]


def test_a_category_goes_and_comes_back_with_all_below(admin):
    home = make_category("Home")
    make_category("Lamps", parent=home)
    assert "home/lamps" in admin.get(reverse("admin:shop_catalog_category_delete", args=[home.pk])).text
    admin.post(reverse("admin:shop_catalog_category_delete", args=[home.pk]), {"post": "yes"})
    assert addresses() == []
    carry_out(admin, "restore_selected", home)
    assert addresses() == ["home", "home/lamps"]
    carry_out(admin, "delete_selected", home)
    assert addresses() == []


def test_a_category_that_cannot_come_back_says_why(admin):
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    delete_category(category=home)
    assert "above is deleted" in said(carry_out(admin, "restore_selected", lamps))[0]


def test_categories_move_up_and_down_in_the_list(admin):
    one, two = make_category("One"), make_category("Two")
    admin.post(LIST, {"move_up": two.pk})
    assert addresses() == ["two", "one"]
    admin.post(LIST, {"move_down": two.pk})
    admin.post(LIST, {"move_down": "nonsense"})
    assert addresses() == ["one", "two"]
    move_category(category=two, parent=one)
    delete_category(category=one)
    make_category("Three")
    assert admin.post(f"{LIST}?deleted=all", {"move_up": one.pk}).status_code == 302


def test_who_may_only_look_moves_nothing(client):
    from django.contrib.auth.models import Permission

    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_category"))
    client.force_login(user)
    make_category("One")
    client.post(LIST, {"move_up": make_category("Two").pk})
    assert addresses() == ["one", "two"]


def test_the_parent_is_found_by_typing(admin):
    home = make_category("Home")
    make_category("Lamps", parent=home)
    gone = make_category("Lamps of old")
    delete_category(category=gone)
    wanted = {"app_label": "shop_catalog", "model_name": "product", "field_name": "category", "term": "lamp"}
    assert [found["text"] for found in admin.get(SEARCH, wanted).json()["results"]] == ["home/lamps"]


def test_forms_and_lists_are_as_fast_with_four_thousand_categories(admin):
    costs = []
    for count in (1, 20, 100, 4000):
        Category.objects.all().delete()
        first = make_categories(count)[0]
        costs.append([])
        for page in (LIST, ADD, page_of(first), reverse("admin:shop_catalog_product_add")):
            admin.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert len(admin.get(page).content) < 300_000
            costs[-1].append(len(queries))
    assert costs[1:] == costs[:1] * 3


def test_the_list_shows_what_is_on_sale_below(admin):
    home = make_category("Home")
    make_product(category=make_category("Lamps", parent=home))
    assert admin.get(LIST).text.count('class="field-product_count">1<') == 2
