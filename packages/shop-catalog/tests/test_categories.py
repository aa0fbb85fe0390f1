"""The tree of categories."""

import pytest

from shop_catalog.exceptions import CategoryInUseError, SlugTakenError
from shop_catalog.models import Category, Product
from shop_catalog.services.categories import create_category, delete_category, move_category, rename_category
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    return home, lamps, make_category("Desk lamps", parent=lamps)


def addresses():
    return list(Category.objects.live().order_by("url_path").values_list("url_path", flat=True))


def test_addresses_follow_the_tree(tree):
    assert addresses() == ["home", "home/lamps", "home/lamps/desk-lamps"]


def test_siblings_need_slugs_of_their_own_and_cousins_do_not(tree):
    home, lamps, _ = tree
    with pytest.raises(SlugTakenError):
        create_category(name="LAMPS", parent=home)
    create_category(name="Lamps", parent=lamps)
    create_category(name="Lamps")


def test_a_name_without_letters_still_has_an_address():
    assert make_category("!!!").url_path == "item"
    assert make_category("日本").url_path == "日本"


def test_a_moved_category_takes_its_subtree_and_its_products_along(tree):
    _, lamps, desk = tree
    product = make_product(category=desk)
    office = make_category("Office")
    move_category(category=lamps, parent=office)
    assert addresses() == ["home", "office", "office/lamps", "office/lamps/desk-lamps"]
    assert list(Product.objects.within(Category.objects.get(pk=office.pk))) == [product]
    move_category(category=Category.objects.get(pk=lamps.pk), parent=None)
    assert addresses() == ["home", "lamps", "lamps/desk-lamps", "office"]


def test_a_move_that_would_hide_a_sibling_is_undone(tree):
    _, lamps, _ = tree
    create_category(name="Lamps")
    with pytest.raises(SlugTakenError):
        move_category(category=lamps, parent=None)
    assert addresses() == ["home", "home/lamps", "home/lamps/desk-lamps", "lamps"]
    assert Category.objects.get(pk=lamps.pk).depth == 2


def test_a_new_slug_changes_the_addresses_below(tree):
    _, lamps, _ = tree
    assert rename_category(category=lamps, name="Lights", slug="lights").name == "Lights"
    assert addresses() == ["home", "home/lights", "home/lights/desk-lamps"]


def test_a_deleted_category_takes_its_subtree_along_and_frees_the_slug(tree):
    _, lamps, _ = tree
    delete_category(category=lamps)
    assert addresses() == ["home"]
    assert make_category("Lamps", parent=Category.objects.get(slug="home")).url_path == "home/lamps"


def test_a_category_with_products_below_stays(tree):
    home, _, desk = tree
    make_product(category=desk)
    with pytest.raises(CategoryInUseError):
        delete_category(category=home)
    assert len(addresses()) == 3


def test_the_menu_costs_a_query_only_where_it_is_shown(rf, tree, django_assert_num_queries):
    from shop_catalog.context_processors import categories

    with django_assert_num_queries(0):
        context = categories(rf.get("/"))
    with django_assert_num_queries(1):
        assert [category.name for category in context["categories"]] == ["Home"]
