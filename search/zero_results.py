"""Record searches without results: the words and a count per day, no personal data.

They are stored in Wagtail's own table of search terms.
"""

import re
from contextlib import suppress

from django.db import DatabaseError, transaction
from wagtail.contrib.search_promotions.models import Query as SearchTerm

# Longer queries are probably pasted text.
MAX_TERM_LENGTH = 80
# Keeps nonsense queries from filling the database.
MAX_TERMS = 5000
# E-mail addresses and telephone numbers are not recorded.
PERSONAL = re.compile(r"@|\d(?:\D{0,2}\d){5}")


def record_zero_result(text: str) -> None:
    """Count a search that found nothing. Database errors are ignored: a reader must not see any."""
    words = text.casefold()
    if not words or len(words) > MAX_TERM_LENGTH or PERSONAL.search(words):
        return
    with suppress(DatabaseError), transaction.atomic():
        if SearchTerm.objects.count() < MAX_TERMS or SearchTerm.objects.filter(query_string=words):
            SearchTerm.get(words).add_hit()
