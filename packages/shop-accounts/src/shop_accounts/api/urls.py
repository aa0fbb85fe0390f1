"""Meant for ``/api/``: ``token/...`` and ``accounts/...``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from . import accounts, codes, leaving, mfa, passkeys, sessions, tokens

app_name = "shop_accounts_api"

router = SimpleRouter(use_regex_path=False)
router.register("addresses", accounts.AddressViewSet, basename="address")

urlpatterns = [
    path("token/", tokens.ObtainView.as_view(), name="token-obtain"),
    path("token/refresh/", tokens.RefreshView.as_view(), name="token-refresh"),
    path("token/verify/", tokens.VerifyView.as_view(), name="token-verify"),
    path("token/revoke/", tokens.RevokeView.as_view(), name="token-revoke"),
    path("accounts/register/", accounts.RegisterView.as_view(), name="register"),
    path("accounts/activate/", accounts.ActivateView.as_view(), name="activate"),
    path("accounts/activate/resend/", accounts.ResendView.as_view(), name="resend-activation"),
    path("accounts/profiles/<str:pk>/", accounts.ProfileView.as_view(), name="profile"),
    path("accounts/login/", tokens.LoginView.as_view(), name="login"),
    path("accounts/otp/request/", codes.CodeRequestView.as_view(), name="otp-request"),
    path("accounts/otp/verify/", codes.CodeVerifyView.as_view(), name="otp-verify"),
    path("accounts/mfa/", mfa.StateView.as_view(), name="mfa"),
    path("accounts/mfa/send/", mfa.StepSendView.as_view(), name="mfa-send"),
    path("accounts/mfa/verify/", mfa.StepView.as_view(), name="mfa-verify"),
    path("accounts/mfa/passkey/options/", passkeys.StepOptionsView.as_view(), name="mfa-passkey-options"),
    path("accounts/mfa/passkey/verify/", passkeys.StepView.as_view(), name="mfa-passkey-verify"),
    path("accounts/mfa/recovery-codes/", mfa.RecoveryCodesView.as_view(), name="mfa-recovery-codes"),
    path("accounts/mfa/<str:kind>/", mfa.StartView.as_view(), name="mfa-start"),
    path("accounts/mfa/<str:kind>/on/", mfa.TurnOnView.as_view(), name="mfa-on"),
    path("accounts/mfa/<str:kind>/off/", mfa.TurnOffView.as_view(), name="mfa-off"),
    path("accounts/prove/", mfa.ProveView.as_view(), name="prove"),
    path("accounts/prove/passkey/options/", passkeys.ProveOptionsView.as_view(), name="prove-passkey-options"),
    path("accounts/prove/passkey/", passkeys.ProveView.as_view(), name="prove-passkey"),
    path("accounts/passkeys/", passkeys.ListView.as_view(), name="passkey-list"),
    path("accounts/passkeys/options/", passkeys.OptionsView.as_view(), name="passkey-options"),
    path("accounts/passkeys/login/options/", passkeys.LoginOptionsView.as_view(), name="passkey-login-options"),
    path("accounts/passkeys/login/", passkeys.LoginView.as_view(), name="passkey-login"),
    path("accounts/passkeys/<int:pk>/", passkeys.DetailView.as_view(), name="passkey-detail"),
    path("accounts/passkeys/<int:pk>/remove/", passkeys.RemoveView.as_view(), name="passkey-remove"),
    path("accounts/change-password/", sessions.PasswordChangeView.as_view(), name="change-password"),
    path("accounts/change-email/", sessions.EmailChangeView.as_view(), name="change-email"),
    path("accounts/change-email/confirm/", sessions.EmailConfirmView.as_view(), name="change-email-confirm"),
    path("accounts/change-phone/", sessions.PhoneChangeView.as_view(), name="change-phone"),
    path("accounts/change-phone/confirm/", sessions.PhoneConfirmView.as_view(), name="change-phone-confirm"),
    path("accounts/sessions/", sessions.SessionsView.as_view(), name="session-list"),
    path("accounts/sessions/end-others/", sessions.OtherSessionsView.as_view(), name="sessions-end-others"),
    path("accounts/sessions/end-all/", sessions.AllSessionsView.as_view(), name="sessions-end-all"),
    path("accounts/sessions/<uuid:pk>/", sessions.SessionView.as_view(), name="session-detail"),
    path("accounts/deactivate/", leaving.DeactivateView.as_view(), name="deactivate"),
    path("accounts/deletion/", leaving.DeletionView.as_view(), name="deletion"),
    path("accounts/export/", leaving.ExportView.as_view(), name="export"),
    path("accounts/me/", accounts.MeView.as_view(), name="me"),
    path("accounts/", include(router.urls)),
]
