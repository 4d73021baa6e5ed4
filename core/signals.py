"""Signals for apps that `core` must not import."""

from django.dispatch import Signal

# Sent when the content of pages has changed, within the same transaction. Provides `ids`, the keys
# of the pages, which receivers should read again.
pages_changed = Signal()
