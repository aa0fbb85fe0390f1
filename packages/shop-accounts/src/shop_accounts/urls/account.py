"""The pages of a user who is logged in."""

from django.urls import path

from ..views import addresses, profile

urlpatterns = [
    path("", profile.ProfileView.as_view(), name="profile"),
    path("addresses/", addresses.ListView.as_view(), name="address-list"),
    path("addresses/add/", addresses.AddView.as_view(), name="address-add"),
    path("addresses/<int:pk>/", addresses.EditView.as_view(), name="address-edit"),
    path("addresses/<int:pk>/delete/", addresses.DeleteView.as_view(), name="address-delete"),
    path("addresses/<int:pk>/default/", addresses.MakeDefaultView.as_view(), name="address-make-default"),
]
