"""What the code has to know of the database beyond the ORM."""

from django.db import connection


def require_writable() -> None:
    """Raise DatabaseError if nothing can be written at the moment; wait while others write."""
    with connection.cursor() as cursor:  # Writes nothing, but needs the right to write.
        cursor.execute("DELETE FROM django_session WHERE 1 = 0")
