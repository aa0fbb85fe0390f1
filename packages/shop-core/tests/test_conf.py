from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

import pytest

from shop_core.conf import AppSettings, Implements


class Greeter(Protocol):
    def greet(self) -> str: ...


class Hello:
    def greet(self):
        return "hello"


class Hi:
    def greet(self):
        return "hi"


class Mute:
    pass


@dataclass(frozen=True, kw_only=True)
class Options:
    GREETER: Annotated[str, Implements(Greeter)] = f"{__name__}.Hello"
    MORE: Annotated[tuple[str, ...] | list[str], Implements(Greeter)] = ()
    BY_NAME: Annotated[dict[str, str], Implements(Greeter)] = None
    WORDS: Sequence[str] = ()
    COUNT: int = 3
    MODE: Literal["quiet", "loud"] = "quiet"
    LIMIT: int | None = None


@pytest.fixture
def conf():
    return AppSettings("SHOP_THING", Options)


def test_what_is_not_set_has_its_default(conf):
    assert conf.options.COUNT == 3


def test_options_follow_the_settings(conf, settings):
    assert conf.options.COUNT == 3
    settings.SHOP_THING = {"COUNT": 5}
    assert conf.options.COUNT == 5


def test_a_hook_is_a_new_instance_of_the_class_that_is_named(conf, settings):
    settings.SHOP_THING = {"GREETER": f"{__name__}.Hi"}
    assert conf.hook("GREETER").greet() == "hi"


def test_hooks_come_in_lists_and_mappings(conf, settings):
    settings.SHOP_THING = {"MORE": [f"{__name__}.Hi", f"{__name__}.Hello"], "BY_NAME": {"a": f"{__name__}.Hi"}}
    assert [hook.greet() for hook in conf.hooks("MORE")] == ["hi", "hello"]
    assert conf.hook_map("BY_NAME")["a"].greet() == "hi"


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "E001"),
        ({"CUONT": 1}, "E002"),
        ({"COUNT": "many"}, "E003"),
        ({"COUNT": True}, "E003"),
        ({"WORDS": "letters"}, "E003"),
        ({"MODE": "silent"}, "E003"),
        ({"LIMIT": "none"}, "E003"),
        ({"MORE": [1]}, "E003"),
        ({"BY_NAME": {"a": 1}}, "E003"),
        ({"GREETER": "no.such.Class"}, "E004"),
        ({"MORE": ["no.such.Class"]}, "E004"),
        ({"GREETER": f"{__name__}.Mute"}, "E005"),
        ({"BY_NAME": {"a": f"{__name__}.Mute"}}, "E005"),
    ],
)
def test_each_fault_has_its_own_number(conf, settings, setting, fault):
    settings.SHOP_THING = setting
    assert [message.id for message in conf.check()] == [f"shop_thing.{fault}"]


def test_an_unknown_key_is_told_the_near_one(conf, settings):
    settings.SHOP_THING = {"CUONT": 1}
    assert conf.check()[0].hint == "Did you mean 'COUNT'?"


def test_a_hook_is_told_what_it_lacks(conf, settings):
    settings.SHOP_THING = {"GREETER": f"{__name__}.Mute"}
    assert conf.check()[0].hint == "It lacks: greet."


@pytest.mark.parametrize("setting", [{}, {"LIMIT": None}, {"LIMIT": 4, "MODE": "loud", "MORE": (f"{__name__}.Hi",)}])
def test_right_settings_have_no_faults(conf, settings, setting):
    settings.SHOP_THING = setting
    assert conf.check() == []
