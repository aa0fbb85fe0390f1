"""Threads and messages over HTTP: everything that the sockets do, for who has none."""

from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.filters import SearchFilter
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop_core.api import ShopAPIMixin, ShopPagination

from ..exceptions import NotAllowedError
from ..frames import message_bodies, thread_bodies
from ..guests import new_guest, remember_guest
from ..models import Thread, may_answer, user_search_fields
from ..people import Guest, Person, person_key
from ..services.history import read_history
from ..services.messages import send_message
from ..services.reading import mark_read
from ..services.threads import open_support_thread
from .authentication import GuestAuthentication, IsAgent, IsPerson, requester
from .serializers import (
    HistoryQuerySerializer,
    HistorySerializer,
    MarkerSerializer,
    ReadSerializer,
    SendSerializer,
    SentSerializer,
    ThreadSerializer,
    UnreadThreadSerializer,
)


class ChatAPIMixin(ShopAPIMixin):
    """Let guests in beside the users whom the project's own authentication knows."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [*super().get_authenticators(), GuestAuthentication()]  # type: ignore[misc]

    @property
    def person(self) -> Person:
        person = requester(self.request)  # type: ignore[attr-defined]
        if person is None:
            raise NotAllowedError
        return person


class ThreadListView(ShopAPIMixin, ListAPIView[Thread]):
    """All support threads in which something was said, the newest first, as the support team sees them."""

    permission_classes = (IsAgent,)
    serializer_class = UnreadThreadSerializer
    pagination_class = ShopPagination
    filter_backends = (DjangoFilterBackend, SearchFilter)
    filterset_fields = ("status",)
    queryset = Thread.objects.support().started().select_related("customer", "assignee")

    @property
    def search_fields(self) -> list[str]:
        return [*user_search_fields("customer"), "preview"]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.filter_queryset(self.get_queryset()).with_unread(request.user)  # type: ignore[attr-defined]
        threads = self.paginate_queryset(rows.order_by("-last_message_at", "-pk")) or []
        bodies = [
            {**body, "last_read_seq": thread.last_read_seq, "unread": thread.unread}
            for thread, body in zip(threads, thread_bodies(threads), strict=True)
        ]
        return self.get_paginated_response(UnreadThreadSerializer(bodies, many=True).data)


class OwnThreadsView(ChatAPIMixin, APIView):
    """The threads that you take part in."""

    permission_classes = (IsPerson,)

    @extend_schema(responses=ThreadSerializer(many=True), operation_id="chat_threads_mine")
    def get(self, request: Request) -> Response:
        threads = Thread.objects.joined_by(self.person).select_related("customer", "assignee")
        newest_first = threads.order_by(F("last_message_at").desc(nulls_last=True), "-pk")[:100]
        return Response(ThreadSerializer(thread_bodies(newest_first), many=True).data)


class SupportThreadView(ChatAPIMixin, APIView):
    """Your own thread with the support team; who is not logged in gets a cookie to keep it."""

    permission_classes = (AllowAny,)

    @extend_schema(request=None, responses=ThreadSerializer)
    def post(self, request: Request) -> Response:
        owner = requester(request) or new_guest()
        thread = open_support_thread(owner=owner)
        response = Response(ThreadSerializer(thread_bodies([thread])[0]).data)
        if isinstance(owner, Guest):
            remember_guest(response, owner, request)
        return response


class MessageListView(ChatAPIMixin, APIView):
    """The messages of a thread, and a way to write one."""

    permission_classes: tuple[type[BasePermission], ...] = (IsPerson,)

    def get_thread(self) -> Thread:
        """Return the thread that the address names, if it is open to who asks."""
        thread = get_object_or_404(Thread, public_id=self.kwargs["thread_id"])
        if not thread.is_open_to(self.person):
            raise Http404
        return thread

    @extend_schema(parameters=[HistoryQuerySerializer], responses=HistorySerializer)
    def get(self, request: Request, **kwargs: Any) -> Response:
        query = HistoryQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        history = read_history(thread=self.get_thread(), **query.validated_data)
        body = {
            "thread": history.thread.public_id,
            "gen": history.thread.generation,
            "last_seq": history.thread.last_seq,
            "covers": history.covers,
            "messages": message_bodies(history.thread, history.messages, own_key=person_key(self.person)),
        }
        return Response(HistorySerializer(body).data)


class ThreadMessagesView(MessageListView):
    @extend_schema(request=SendSerializer, responses={201: SentSerializer, 200: SentSerializer})
    def post(self, request: Request, **kwargs: Any) -> Response:
        wish = SendSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        thread = self.get_thread()
        sent = send_message(thread=thread, sender=self.person, **wish.validated_data)
        [body] = message_bodies(thread, [sent.message], own_key=person_key(self.person))
        return Response(SentSerializer({**body, "dup": sent.duplicate}).data, status=200 if sent.duplicate else 201)


class CustomerMessagesView(MessageListView):
    """The messages of a customer's support thread, by the customer's user id."""

    permission_classes = (IsAuthenticated,)

    def get_thread(self) -> Thread:
        try:
            thread = get_object_or_404(Thread.objects.support(), customer=self.kwargs["user_id"])
        except (ValueError, OverflowError, ValidationError):
            raise Http404 from None
        if not may_answer(self.person) and not thread.is_owned_by(self.person):
            raise Http404
        return thread


class ReadView(ShopAPIMixin, APIView):
    """How far you have read in a thread."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(request=ReadSerializer, responses=MarkerSerializer)
    def post(self, request: Request, thread_id: Any) -> Response:
        wish = ReadSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        reader = cast(AbstractBaseUser, request.user)
        thread = get_object_or_404(Thread, public_id=thread_id)
        if not thread.is_open_to(reader):
            raise Http404
        read = mark_read(thread=thread, reader=reader, seq=wish.validated_data["seq"])
        return Response(MarkerSerializer({"last_read_seq": read, "unread": thread.last_seq - read}).data)
