"""The sellers' pages."""

from .entry import OverviewView, ProfileView, RegisterView
from .stores import StoreAddView, StoreDoorsView, StoreEditView, StoreListView

__all__ = [
    "OverviewView",
    "ProfileView",
    "RegisterView",
    "StoreAddView",
    "StoreDoorsView",
    "StoreEditView",
    "StoreListView",
]
