"""The tree of categories."""

import random

import pytest
from django.db.models import F
from django.urls import reverse

from shop_catalog.exceptions import (
    CategoryCycleError,
    CategoryGoneError,
    CategoryInUseError,
    CategoryLimitError,
    SlugTakenError,
)
from shop_catalog.models import Category, Listing, Product
from shop_catalog.services.categories import (
    create_category,
    delete_category,
    move_category,
    move_down,
    move_up,
    rename_category,
    restore_category,
)
from shop_catalog.services.category_details import update_category
from shop_catalog.services.products import update_product
from shop_catalog.services.stores import default_store
from shop_catalog.testing import make_categories, make_category, make_product
from shop_core.exceptions import ShopError
from shop_core.testing.threads import run_in_threads

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


def test_siblings_have_names_of_their_own(tree, admin):
    home, *_ = tree
    chairs = make_category("Chairs", parent=home)
    with pytest.raises(SlugTakenError):
        create_category(name="lamps ", slug="lights", parent=home)
    with pytest.raises(SlugTakenError) as refusal:
        rename_category(category=chairs, name="LAMPS")
    assert list(refusal.value.errors) == ["name"]
    answer = admin.patch(f"/api/categories/{chairs.pk}/", {"name": "Lamps"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "slug_taken")
    change = reverse("admin:shop_catalog_category_change", args=[chairs.pk])
    answer = admin.post(change, {"name": "Lamps", "slug": "chairs", "parent": home.pk})
    assert "There is a category of this name here already." in answer.text
    assert rename_category(category=chairs, name="CHAIRS").name == "CHAIRS"
    assert rename_category(category=chairs, name="Garden lamps").name == "Garden lamps"
    Category.objects.filter(pk=chairs.pk).update(name="Lamps")
    assert update_category(category=chairs, description="As before").description == "As before"


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


def names():
    return [category.name for category in Category.objects.live()]


def assert_sound():
    """The tree has no fault, and every address is that of the parent with the own slug."""
    assert Category.objects.find_problems() == ([], [], [], [], [])
    addresses = dict(Category.objects.values_list("path", "url_path"))
    for path, url_path, slug in Category.objects.values_list("path", "url_path", "slug"):
        head = addresses.get(path[: -Category.steplen])
        assert url_path == (f"{head}/{slug}" if head else slug)


def test_a_rename_to_the_slug_of_a_sibling_is_refused(tree):
    home, _, desk = tree
    make_category("Chairs", parent=home)
    with pytest.raises(SlugTakenError):
        rename_category(category=Category.objects.get(slug="chairs"), name="Lamps", slug="lamps")
    assert desk.url_path in addresses()


def test_a_rename_alone_leaves_the_address(tree):
    assert rename_category(category=tree[1], name="Lights").url_path == "home/lamps"


def test_no_category_moves_into_itself_or_below_itself(tree):
    home, lamps, desk = tree
    for parent in (lamps, desk):
        with pytest.raises(CategoryCycleError):
            move_category(category=lamps, parent=parent)
    with pytest.raises(CategoryCycleError):
        move_category(category=home, parent=desk)
    assert_sound()


def test_nothing_comes_to_a_parent_that_is_deleted_or_gone(tree):
    home, lamps, desk = tree
    delete_category(category=lamps)
    for change in (
        lambda: create_category(name="Shades", parent=lamps),
        lambda: move_category(category=make_category(), parent=desk),
    ):
        with pytest.raises(CategoryGoneError, match="above is deleted"):
            change()
    unknown = Category(pk=0)
    with pytest.raises(CategoryGoneError):
        create_category(name="Shades", parent=unknown)
    with pytest.raises(CategoryGoneError):
        rename_category(category=unknown, name="Shades")
    with pytest.raises(CategoryGoneError):
        move_category(category=home, parent=None, before=desk)


def test_a_category_moves_before_another(tree):
    for name in ("Office", "Garden"):
        make_category(name)
    home, office, garden = Category.objects.top()
    move_category(category=garden, parent=None, before=home)
    assert names() == ["Garden", "Home", "Lamps", "Desk lamps", "Office"]
    move_category(category=office, parent=home, before=tree[1])
    assert names() == ["Garden", "Home", "Office", "Lamps", "Desk lamps"]
    assert addresses()[-1] == "home/office"
    move_category(category=office, parent=None, before=home)
    assert names() == ["Garden", "Office", "Home", "Lamps", "Desk lamps"]
    assert_sound()


def test_a_category_moves_up_and_down_among_its_siblings(tree):
    _one, two, three = (make_category(name, parent=tree[0]) for name in ("One", "Two", "Three"))
    delete_category(category=two)
    move_up(category=three)
    assert names() == ["Home", "Lamps", "Desk lamps", "Three", "One"]
    move_up(category=three)
    move_up(category=three)
    assert names() == ["Home", "Three", "Lamps", "Desk lamps", "One"]
    move_down(category=three)
    move_down(category=three)
    move_down(category=three)
    assert names() == ["Home", "Lamps", "Desk lamps", "One", "Three"]
    assert_sound()


def test_a_tree_is_as_deep_as_it_can_be_and_no_deeper(tree):
    parent = None
    for level in range(63):
        parent = create_category(name=f"L{level}", parent=parent)
    with pytest.raises(CategoryLimitError, match="63 levels"):
        create_category(name="L64", parent=parent)
    above = Category.objects.get(depth=62)
    with pytest.raises(CategoryLimitError, match="63 levels"):
        move_category(category=tree[1], parent=above)
    move_category(category=tree[2], parent=above)
    assert_sound()


def test_an_address_that_would_be_too_long_is_refused_also_below():
    parent = None
    for _ in range(4):
        parent = create_category(name="Long", slug="l" * 120, parent=parent)
    assert len(parent.url_path) == 483
    with pytest.raises(CategoryLimitError, match="500 characters"):
        create_category(name="Longer", slug="x" * 17, parent=parent)
    create_category(name="Short", slug="x" * 16, parent=parent)
    with pytest.raises(CategoryLimitError, match="500 characters"):
        rename_category(category=Category.objects.get(depth=1), name="Long", slug="l" * 121)
    with pytest.raises(CategoryLimitError, match="500 characters"):
        move_category(category=Category.objects.get(depth=1), parent=make_category("Home"))
    assert_sound()


def test_a_full_row_of_siblings_takes_no_more(tree):
    home, lamps, desk = tree
    Category.objects.filter(pk=home.pk).update(path="ZZZZ")
    Category.objects.filter(pk=lamps.pk).update(path="ZZZZZZZZ")
    Category.objects.filter(pk=desk.pk).update(path="ZZZZZZZZ0001")
    for change in (
        lambda: create_category(name="Office"),
        lambda: create_category(name="Chairs", parent=home),
        lambda: move_category(category=desk, parent=None),
    ):
        with pytest.raises(CategoryLimitError, match="too many"):
            change()
    assert_sound()


def test_a_restored_category_brings_back_what_was_deleted_with_it(tree):
    _, lamps, desk = tree
    shades = make_category("Shades", parent=lamps)
    delete_category(category=shades)
    delete_category(category=lamps)
    assert restore_category(category=lamps).deleted_at is None
    assert addresses() == ["home", "home/lamps", "home/lamps/desk-lamps"]
    assert restore_category(category=desk).deleted_at is None
    assert_sound()


def test_a_category_comes_back_after_its_parent_only(tree):
    home, _, desk = tree
    delete_category(category=home)
    with pytest.raises(CategoryGoneError, match="above is deleted"):
        restore_category(category=desk)
    restore_category(category=home)
    assert len(addresses()) == 3


def test_a_category_whose_slug_was_taken_meanwhile_comes_back_under_another(tree):
    home, lamps, _ = tree
    delete_category(category=lamps)
    make_category("Lamps", parent=home)
    with pytest.raises(SlugTakenError):
        restore_category(category=lamps)
    rename_category(category=lamps, name="Lamps", slug="old-lamps")
    restore_category(category=lamps)
    assert addresses() == ["home", "home/lamps", "home/old-lamps", "home/old-lamps/desk-lamps"]


def test_what_is_deleted_keeps_its_place_when_what_is_above_moves(tree):
    _, lamps, desk = tree
    delete_category(category=desk)
    move_category(category=lamps, parent=None)
    rename_category(category=lamps, name="Lights", slug="lights")
    restore_category(category=desk)
    assert addresses() == ["home", "lights", "lights/desk-lamps"]


def test_a_tree_made_at_once_is_sound():
    assert len(make_categories(100, children=4)) == 100
    assert_sound()


CHANGES = [
    lambda one, other, slug: create_category(name="New", slug=slug, parent=one),
    lambda one, other, slug: move_category(category=one, parent=other),
    lambda one, other, slug: move_category(category=one, parent=None, before=other),
    lambda one, other, slug: rename_category(category=one, name="Other", slug=slug),
    lambda one, other, slug: move_up(category=one),
    lambda one, other, slug: move_down(category=one),
    lambda one, other, slug: delete_category(category=one),
    lambda one, other, slug: restore_category(category=one),
    lambda one, other, slug: make_product(slug, category=one),
    lambda one, other, slug: update_product(product=one.products.first() or make_product(category=one), category=other),
    lambda one, other, slug: update_product(product=other.products.first() or make_product(category=one), name=slug),
]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_a_sound_tree_and_products_where_they_belong():
    nodes = make_categories(30, children=3)
    default_store()
    for node in nodes[::3]:
        make_product(category=node)

    def change(number):
        chance = random.Random(number)
        for _ in range(4):
            one, other = chance.sample(nodes, 2)
            try:
                chance.choice(CHANGES)(one, other, f"n{chance.random()}")
            except ShopError:
                continue

    assert run_in_threads(change, range(20)) == [None] * 20
    assert_sound()
    assert not Product.objects.exclude(category__deleted_at=None)
    assert Listing.objects.count() == Product.objects.count() >= 10
    assert not Listing.objects.exclude(category_path=F("product__category__path"))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_the_same_category_made_by_ten_at_once_is_made_once():
    answers = run_in_threads(lambda _: create_category(name="Home"), range(10))
    assert sum(isinstance(answer, Category) for answer in answers) == 1
    assert sum(isinstance(answer, SlugTakenError) for answer in answers) == 9


def test_no_product_comes_into_a_deleted_category(tree):
    home, _, desk = tree
    product = make_product(category=home)
    delete_category(category=desk)
    with pytest.raises(CategoryGoneError):
        make_product(category=desk)
    with pytest.raises(CategoryGoneError):
        update_product(product=product, category=desk)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_products_that_come_while_a_category_goes_are_never_left_in_it():
    default_store()
    for round in range(5):
        category = make_category(f"Home {round}")
        work = [make_product] * 4
        work.insert(round, delete_category)
        answers = run_in_threads(lambda do, category=category: do(category=category), work)
        assert {type(answer) for answer in answers} <= {Product, type(None), CategoryGoneError, CategoryInUseError}
    assert not Product.objects.exclude(category__deleted_at=None)


def test_the_menu_costs_a_query_only_where_it_is_shown(rf, tree, django_assert_num_queries):
    from shop_catalog.context_processors import categories

    with django_assert_num_queries(0):
        context = categories(rf.get("/"))
    with django_assert_num_queries(1):
        assert [category.name for category in context["categories"]] == ["Home"]


def test_everything_of_a_category_changes_at_once():
    home, garden = make_category("Home"), make_category("Garden")
    lamps = make_category("Lamps", parent=home)
    first = make_category("Chairs", parent=home)
    changed = update_category(category=lamps, name="Lights", slug="lights", parent=garden, description="Bright")
    assert (changed.name, changed.url_path, changed.description) == ("Lights", "garden/lights", "Bright")
    changed = update_category(category=changed, parent=None)
    assert changed.url_path == "lights"
    make_category("Tables", parent=home)
    update_category(category=first, parent=home, description="To sit on")
    assert [each.name for each in Category.objects.children_of(home)] == ["Chairs", "Tables"]
