from django.urls import path

from . import views

app_name = "shop_chat_api"
urlpatterns = [
    path("threads/", views.ThreadListView.as_view(), name="thread-list"),
    path("threads/mine/", views.OwnThreadsView.as_view(), name="thread-mine"),
    path("threads/support/", views.SupportThreadView.as_view(), name="thread-support"),
    path("threads/<uuid:thread_id>/messages/", views.ThreadMessagesView.as_view(), name="thread-messages"),
    path("threads/<uuid:thread_id>/read/", views.ReadView.as_view(), name="thread-read"),
    path("messages/<str:user_id>/", views.CustomerMessagesView.as_view(), name="customer-messages"),
]
