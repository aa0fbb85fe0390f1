import pytest
from django.template import Context, Template, TemplateDoesNotExist


def draw(tag):
    return Template("{% load shop_icons %}" + tag).render(Context({"label": 'a "basket"'}))


def test_an_icon_is_inline_and_hidden_from_screen_readers():
    svg = draw('{% icon "cart" %}')
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert 'class="size-5"' in svg


def test_a_label_names_the_icon_and_is_escaped():
    svg = draw('{% icon "cart" label=label class="size-8" %}')
    assert 'role="img"' in svg
    assert 'aria-label="a &quot;basket&quot;"' in svg
    assert 'class="size-8"' in svg
    assert "aria-hidden" not in svg


def test_an_unknown_icon_is_named():
    with pytest.raises(TemplateDoesNotExist, match=r"shop_core/icons/unicorn\.svg"):
        draw('{% icon "unicorn" %}')
