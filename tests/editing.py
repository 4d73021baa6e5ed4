"""The data of the admin's edit form of an article."""

from django.urls import reverse


def form(page, **changes):
    """Return the POST data of the edit form of an article, with changes."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "standfirst": page.standfirst,
        "lead_image": "",
        "lead_image_alt": "",
        "lead_image_caption": "",
        "lead_image_width": "lead",
        "published_at": "",
        "updated_at": "",
        "title_language": "",
        "ai_use": "",
        "editors_note": "null",
        "format": "news",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "body-count": "0",
    }
    formsets = ["contributions", "topic_assignments", "footnotes", "related_links", "corrections"]
    for formset in [*formsets, "comments"]:
        data |= {f"{formset}-TOTAL_FORMS": "0", f"{formset}-INITIAL_FORMS": "0"}
    return data | changes


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_address(page_type, parent):
    options = page_type._meta
    return reverse(
        "wagtailadmin_pages:add", args=[options.app_label, options.model_name, parent.pk]
    )
