"""The pages of a user who is logged in."""

from django.urls import path

from ..views import addresses, devices, emails, leaving, passkeys, passwords, phones, profile, proof, security

urlpatterns = [
    path("", profile.ProfileView.as_view(), name="profile"),
    path("security/", security.SecurityView.as_view(), name="security"),
    path("security/app/", security.AppView.as_view(), name="security-app"),
    path("security/<str:kind>/code/", security.ContactView.as_view(), name="security-contact"),
    path("security/<str:kind>/send/", security.SendView.as_view(), name="security-send"),
    path("security/<str:kind>/off/", security.OffView.as_view(), name="security-off"),
    path("security/passkeys/add/", passkeys.AddView.as_view(), name="passkey-add"),
    path("security/passkeys/create/", passkeys.CreateView.as_view(), name="passkey-create"),
    path("security/passkeys/<int:pk>/", passkeys.RenameView.as_view(), name="passkey-rename"),
    path("security/passkeys/<int:pk>/remove/", passkeys.RemoveView.as_view(), name="passkey-remove"),
    path("security/prove/", proof.ProveView.as_view(), name="prove"),
    path("security/recovery-codes/", security.RecoveryView.as_view(), name="security-recovery"),
    path("security/email/", emails.ChangeView.as_view(), name="email-change"),
    path("security/email/<str:token>/", emails.ConfirmView.as_view(), name="email-change-confirm"),
    path("phone/", phones.ChangeView.as_view(), name="phone-change"),
    path("phone/confirm/", phones.ConfirmView.as_view(), name="phone-confirm"),
    path("phone/send/", phones.SendView.as_view(), name="phone-send"),
    path("security/password/", passwords.ChangeView.as_view(), name="password-change"),
    path("security/devices/", devices.SessionsView.as_view(), name="sessions"),
    path("security/devices/end-others/", devices.EndOthersView.as_view(), name="sessions-end-others"),
    path("security/devices/end-all/", devices.EndAllView.as_view(), name="sessions-end-all"),
    path("security/devices/<uuid:pk>/end/", devices.EndView.as_view(), name="session-end"),
    path("data/", leaving.DataView.as_view(), name="data"),
    path("export/", leaving.ExportView.as_view(), name="export"),
    path("deactivate/", leaving.DeactivateView.as_view(), name="deactivate"),
    path("deactivated/", leaving.DeactivatedView.as_view(), name="deactivated"),
    path("deletion/", leaving.DeletionView.as_view(), name="deletion"),
    path("deletion/cancel/", leaving.CancelDeletionView.as_view(), name="deletion-cancel"),
    path("addresses/", addresses.ListView.as_view(), name="address-list"),
    path("addresses/add/", addresses.AddView.as_view(), name="address-add"),
    path("addresses/<int:pk>/", addresses.EditView.as_view(), name="address-edit"),
    path("addresses/<int:pk>/delete/", addresses.DeleteView.as_view(), name="address-delete"),
    path("addresses/<int:pk>/default/", addresses.MakeDefaultView.as_view(), name="address-make-default"),
]
