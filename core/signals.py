"""What the apps above are told of when the content of the site changes."""

from django.dispatch import Signal

# What pages show has changed. Sent with `ids`, the keys of the pages, within the transaction in
# which they changed; whoever listens reads them anew.
pages_changed = Signal()
