from django.contrib import admin

from shop_core.admin import SoftDeleteAdmin

from .models import Note


@admin.register(Note)
class NoteAdmin(SoftDeleteAdmin):
    list_display = ["title"]
    ordering = ["title"]
