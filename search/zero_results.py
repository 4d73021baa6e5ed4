"""What was searched and found nothing: the words and a number for each day, and nothing of anybody.

It is kept in Wagtail's own list of search terms.
"""

import re
from contextlib import suppress

from django.db import DatabaseError, transaction
from wagtail.contrib.search_promotions.models import Query as SearchTerm

# What somebody pasted is no search term.
LONGEST = 80
# Nobody fills the database by searching for nonsense.
MOST = 5000
# Addresses and numbers of people are nothing to keep.
PERSONAL = re.compile(r"@|\d(?:\D{0,2}\d){5}")


def record_zero_result(text: str) -> None:
    """Count a search that found nothing; a reader waits for no lock, and meets no error."""
    words = text.casefold()
    if not words or len(words) > LONGEST or PERSONAL.search(words):
        return
    with suppress(DatabaseError), transaction.atomic():
        if SearchTerm.objects.count() < MOST or SearchTerm.objects.filter(query_string=words):
            SearchTerm.get(words).add_hit()
