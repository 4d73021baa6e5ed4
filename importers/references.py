"""What pages refer to, listed for many at once."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex


def list_references(pages: list[Page]) -> None:
    """List what pages of one type refer to, in Wagtail's own list, in a transaction.

    Wagtail asks for each page what is listed already, and stores its references by themselves.
    """
    # They would be read for each page.
    relations = [each.get_accessor_name() for each in get_all_child_relations(type(pages[0]))]
    prefetch_related_objects(pages, *relations)
    known = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    listed = set(known.values_list("object_id", flat=True))
    rows = []
    for page in pages:
        if str(page.pk) in listed:
            ReferenceIndex.create_or_update_for_object(page)
        else:
            rows += _references(page)
    # Somebody may save one of them meanwhile.
    ReferenceIndex.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _references(page: Page) -> Iterator[ReferenceIndex]:
    found = set(ReferenceIndex._extract_references_from_object(page))
    for to_content_type, to_object_id, model_path, content_path in found:
        yield ReferenceIndex(
            content_type=page.cached_content_type,
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=page.pk,
            to_content_type_id=to_content_type,
            to_object_id=to_object_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
