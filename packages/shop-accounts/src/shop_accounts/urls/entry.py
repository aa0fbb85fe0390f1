"""The pages before the login, and the profiles that everybody may see."""

from django.urls import path

from ..views import passkey_login, passwords, people, registration, second_step, sessions

urlpatterns = [
    path("register/", registration.RegisterView.as_view(), name="register"),
    path("email-confirmation-sent/", registration.SentView.as_view(), name="email-confirmation-sent"),
    path("activate/resend/", registration.ResendView.as_view(), name="resend-activation"),
    path("activate/<str:uidb64>/<str:token>/", registration.ActivateView.as_view(), name="activate"),
    path("activation-success/", registration.SuccessView.as_view(), name="activation-success"),
    path("activation-invalid/", registration.InvalidView.as_view(), name="activation-invalid"),
    path("users/profile/<str:pk>/", people.PublicProfileView.as_view(), name="public-profile"),
    path("login/", sessions.LoginView.as_view(), name="login"),
    path("login/passkey/", passkey_login.LoginView.as_view(), name="passkey-login"),
    path("login/passkey/options/", passkey_login.OptionsView.as_view(), name="passkey-login-options"),
    path("login/second-step/passkey/", passkey_login.StepView.as_view(), name="second-step-passkey"),
    path("login/second-step/", second_step.StepView.as_view(), name="second-step"),
    path("login/second-step/send/", second_step.SendView.as_view(), name="second-step-send"),
    path("logout/", sessions.LogoutView.as_view(), name="logout"),
    path("password-reset/", passwords.RequestView.as_view(), name="password-reset"),
    path("password-reset/sent/", passwords.SentView.as_view(), name="password-reset-sent"),
    path("password-reset/done/", passwords.DoneView.as_view(), name="password-reset-done"),
    path("password-reset/<str:uidb64>/<str:token>/", passwords.ConfirmView.as_view(), name="password-reset-confirm"),
]
