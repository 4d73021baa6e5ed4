"""What everybody may read now."""

from django.db.models import BooleanField, Func, Model
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


def visible(pages: PageQuerySet) -> PageQuerySet:
    """Return those of `pages` that are published, and behind no password or sign-in.

    The same as Wagtail's `live().public()`, which reads all restrictions first: here the database
    looks them up itself, so that a page with many lists asks no more questions.
    """
    return pages.live().filter(~IsClosed(PageViewRestriction, "page", "path"))


class IsClosed(Func):
    """Whether something in a tree, or anything above it, is restricted.

    Written as SQL: each list of a page has this condition, and Django takes longer to put it
    together than the databases to answer it. The path of the closed node is a subquery: of a join,
    SQLite would read all pages for each page that it asks about.
    """

    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM %(restrictions)s AS closing WHERE %(expressions)s LIKE "
        "(SELECT node.path FROM %(nodes)s AS node WHERE node.id = closing.%(key)s) || '%%%%')"
    )

    def __init__(self, restrictions: type[Model], node: str, path: str) -> None:
        """Take what restricts, the name of its node, and where the path to ask about stands.

        Paths are made of digits and capitals (treebeard): none of them is a pattern.
        """
        field = restrictions._meta.get_field(node)
        super().__init__(
            path,
            restrictions=restrictions._meta.db_table,
            nodes=field.related_model._meta.db_table,
            key=field.column,
        )
