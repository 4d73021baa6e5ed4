"""Actions that a user may try in the admin; each returns whether it succeeded.

With `forge`, the request is sent although the form is not available to the user.
"""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Collection, Page, Site, Workflow

from core.models import PublicationSettings
from form_pages.models import Submission
from images.models import SiteImage
from letters.models import Mailing, MailingList
from news.models import ArticlePage
from tests import factories
from tests.access import confirm_access
from tests.editing import edit_address, form
from tests.letters.mailings import create_mailing
from tests.review_helpers import OVERRIDE
from users.models import User


def shows_form(client, url):
    """Return whether the form is available to the signed-in user."""
    return client.get(url).status_code == 200


def own_draft(newsroom, user):
    return newsroom.article(user, title="Own draft", live=False, owner=user)


def draft_of_others(newsroom, user):
    return newsroom.draft


def public_page(newsroom, user):
    return newsroom.public


def see(client, newsroom, user, forge):
    revision = newsroom.draft.latest_revision
    section = newsroom.site_tree.section.pk
    urls = [
        reverse("wagtailadmin_pages:view_draft", args=[newsroom.draft.pk]),
        reverse("wagtailadmin_pages:history", args=[newsroom.draft.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[newsroom.draft.pk, revision.pk]),
        f"/admin/api/main/pages/{newsroom.draft.pk}/",
    ]
    listings = [
        reverse("wagtailadmin_explore", args=[section]),
        reverse("wagtailadmin_choose_page_child", args=[section]) + "?page_type=",
        reverse("wagtailadmin_pages:search") + "?q=draft+of+others",
        reverse("wagtailadmin_pages:search_results") + "?q=draft+of+others",
        f"/admin/api/main/pages/?child_of={section}",
        "/admin/api/main/pages/?search=draft+of+others",
        "/admin/articles/",
    ]
    seen = [client.get(url).status_code == 200 for url in urls]
    seen += ["Draft of others" in client.get(url).content.decode() for url in listings]
    assert len(set(seen)) == 1, seen
    return seen[0]


def create(client, newsroom, user, forge):
    url = reverse(
        "wagtailadmin_pages:add", args=["news", "articlepage", newsroom.site_tree.section.pk]
    )
    if not forge and not shows_form(client, url):
        return False
    client.post(url, form(ArticlePage(title="New", slug="new")))
    return ArticlePage.objects.filter(slug="new", owner=user).exists()


def change(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        if not forge and not shows_form(client, edit_address(target)):
            return False
        client.post(edit_address(target), form(target, title="Changed"))
        target.refresh_from_db()
        return target.draft_title == "Changed"

    return action


def submit(client, newsroom, user, forge):
    page = own_draft(newsroom, user)
    client.post(edit_address(page), form(page, **{"action-submit": "1"}))
    page.refresh_from_db()
    return page.workflow_in_progress


def approve(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        state = target.get_workflow().start(target, newsroom.other)
        posted = {"action-workflow-action": "1", "workflow-action-name": "override"}
        reason = {"comment": "It is urgent."}
        if forge:
            for name in ("approve", "override"):
                task = [target.pk, name, state.current_task_state.pk]
                client.post(reverse("wagtailadmin_pages:workflow_action", args=task), reason)
            review = reverse("review", args=[target.pk])
            shown = client.get(review).content.decode().partition('name="seen" value="')[2]
            seen = {"seen": shown.partition('"')[0] or str(target.latest_revision_id)}
            client.post(review, OVERRIDE | seen)
        else:
            extra = {"workflow-action-extra-data": json.dumps(reason)}
            client.post(edit_address(target), form(target, **posted, **extra))
        target.refresh_from_db()
        return target.live

    return action


def publish(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        if forge:
            bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            client.post(f"{bulk}?id={target.pk}&next=/admin/", {})
            api = f"/admin/api/main/pages/{target.pk}/action/publish/"
            client.post(api, {}, content_type="application/json")
        else:
            client.post(edit_address(target), form(target, **{"action-publish": "1"}))
        target.refresh_from_db()
        return target.live

    return action


def schedule(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        data = form(target, go_live_at="2040-01-01 10:00", **{"action-publish": "1"})
        if not forge and "go_live_at" not in client.get(edit_address(target)).content.decode():
            return False
        client.post(edit_address(target), data)
        return target.revisions.exclude(approved_go_live_at=None).exists()

    return action


def unpublish(client, newsroom, user, forge):
    url = reverse("wagtailadmin_pages:unpublish", args=[newsroom.public.pk])
    if not forge and not shows_form(client, url):
        return False
    client.post(url, {})
    if forge:
        client.post(
            f"/admin/api/main/pages/{newsroom.public.pk}/action/unpublish/",
            {},
            content_type="application/json",
        )
    newsroom.public.refresh_from_db()
    return not newsroom.public.live


def delete(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        url = reverse("wagtailadmin_pages:delete", args=[target.pk])
        if not forge and not shows_form(client, url):
            return False
        client.post(url, {})
        return not Page.objects.filter(pk=target.pk).exists()

    return action


def move(page):
    def action(client, newsroom, user, forge):
        target = page(newsroom, user)
        home = newsroom.site_tree.home
        parent = factories.ArticleIndexPageFactory(parent=home, title="Elsewhere")
        url = reverse("wagtailadmin_pages:move", args=[target.pk])
        if not forge and not shows_form(client, url):
            return False
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[target.pk, parent.pk]), {})
        return Page.objects.get(pk=target.pk).is_child_of(Page.objects.get(pk=parent.pk))

    return action


def copy(*, live):
    def action(client, newsroom, user, forge):
        url = reverse("wagtailadmin_pages:copy", args=[newsroom.public.pk])
        if not forge and not shows_form(client, url):
            return False
        data = {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": str(newsroom.site_tree.section.pk),
            "publish_copies": "on" if live else "",
        }
        client.post(url, data)
        found = Page.objects.filter(slug="copy", owner=user)
        return found.filter(live=True).exists() if live else found.exists()

    return action


# The fields of the publication beside its menus, as they are.
NO_IDENTITY = {"name": "The Test", "accent_colour": "#a3321b"}
NO_IDENTITY |= dict.fromkeys(("notice", "statement", "repost_notice"), "null")


def change_menus(client, newsroom, user, forge):
    publication = PublicationSettings.objects.get()
    url = reverse("wagtailsettings:edit", args=["core", "publicationsettings", publication.site_id])
    if not forge and not shows_form(client, url):
        return False
    link = {"type": "address", "value-label": "New", "value-url": "https://new.example/"}
    link |= {"order": "0", "deleted": "", "id": ""}
    data = {f"header_links-0-{name}": value for name, value in link.items()}
    data |= {f"{name}_links-count": "0" for name in ("footer", "social")}
    client.post(
        url,
        data
        | {
            "header_links-count": "1",
            "support_link-count": "0",
            "appeal-count": "0",
            "sign_up-count": "0",
        }
        | NO_IDENTITY,
    )
    return "new.example" in str(PublicationSettings.objects.get().header_links.raw_data)


def change_settings(client, newsroom, user, forge):
    publication = PublicationSettings.objects.get()
    url = reverse("wagtailsettings:edit", args=["core", "publicationsettings", publication.site_id])
    if not forge and not shows_form(client, url):
        return False
    data = NO_IDENTITY | {
        "name": "Changed",
        **{f"{name}_links-count": "0" for name in ("header", "footer", "social")},
        "support_link-count": "0",
        "appeal-count": "0",
        "sign_up-count": "0",
    }
    client.post(url, data)
    publication.refresh_from_db()
    return publication.name == "Changed"


def create_user(client, newsroom, user, forge):
    confirm_access(client)
    url = reverse("wagtailusers_users:add")
    if not forge and not shows_form(client, url):
        return False
    password = "a-long-enough-password"
    data = {"username": "new", "email": "new@example.org", "first_name": "N", "last_name": "N"}
    client.post(url, data | {"password1": password, "password2": password})
    return User.objects.filter(username="new").exists()


def change_image(own):
    def action(client, newsroom, user, forge):
        image = factories.SiteImageFactory(
            collection=Collection.get_first_root_node(),
            uploaded_by_user=user if own else newsroom.other,
        )
        url = reverse("wagtailimages:edit", args=[image.pk])
        if not forge and not shows_form(client, url):
            return False
        client.post(url, {"title": "Changed", "collection": str(image.collection_id)})
        return SiteImage.objects.get(pk=image.pk).title == "Changed"

    return action


def change_workflow(client, newsroom, user, forge):
    workflow = Workflow.objects.get()
    url = reverse("wagtailadmin_workflows:disable", args=[workflow.pk])
    if not forge and not shows_form(client, url):
        return False
    client.post(url, {})
    workflow.refresh_from_db()
    return not workflow.active


def read_reports(client, newsroom, user, forge):
    newsroom.draft.get_workflow().start(newsroom.draft, newsroom.other)
    html = client.get(reverse("wagtailadmin_reports:workflow")).content.decode()
    return "Draft of others" in html


def an_answer(newsroom):
    page = newsroom.site_tree.form
    words = {"your_message": "What a reader wrote."}
    return Submission.objects.create(page=page, form_data=words, delete_after=localdate())


def read_answers(client, newsroom, user, forge):
    form_page = an_answer(newsroom).page
    list_of_answers = reverse("wagtailforms:list_submissions", args=[form_page.pk])
    addresses = [
        list_of_answers,
        reverse("wagtailforms:list_submissions_results", args=[form_page.pk]),
    ]
    seen = ["What a reader wrote." in client.get(each).content.decode() for each in addresses]
    export = client.get(f"{list_of_answers}?export=csv")
    seen.append(export.status_code == 200)
    assert len(set(seen)) == 1, seen
    return seen[0]


def keep_lists(client, newsroom, user, forge):
    """Create a list, and import a person who is asked; both or neither."""
    url, import_url = reverse("mailing_lists:add"), reverse("import_subscribers")
    if not forge and not (shows_form(client, url) and shows_form(client, import_url)):
        return False
    values = {
        "name": "New",
        "slug": "new",
        "site": Site.objects.get().pk,
        "language": "en",
        "sender_name": "N",
        "sender_email": "n@example.org",
        "imprint": "1 Quay Row",
        "consent": "Send it.",
        "drafts_at": "09:00",
    }
    client.post(url, values)
    created = MailingList.objects.filter(slug="new").first()
    target = created or MailingList.objects.first() or factories.MailingListFactory()
    file = SimpleUploadedFile("readers.csv", b"email\nada@example.org\n")
    client.post(import_url, {"mailing_list": target.pk, "consent": "", "file": file})
    has_read = client.get(reverse("subscriptions:index")).status_code == 200
    results = {bool(created), Mailing.objects.filter(is_invitation=True).exists(), has_read}
    assert len(results) == 1
    return results.pop()


def stop_letter(client, newsroom, user, forge):
    mailing = create_mailing(1)
    address = reverse("mailing", args=[mailing.pk])
    if not forge and not shows_form(client, address):
        return False
    client.post(address, {"action": "stop"})
    mailing.refresh_from_db()
    return bool(mailing.stopped_at)


def delete_answers(client, newsroom, user, forge):
    answer = an_answer(newsroom)
    address = reverse("wagtailforms:delete_submissions", args=[answer.page_id])
    address += f"?selected-submissions={answer.pk}"
    if not forge and not shows_form(client, address):
        return False
    client.post(address, {})
    return not Submission.objects.exists()


ACTIONS = {
    "see drafts of others": see,
    "create a draft": create,
    "change an own draft": change(own_draft),
    "change a draft of others": change(draft_of_others),
    "submit an own draft": submit,
    "approve a draft of others": approve(draft_of_others),
    "approve an own draft": approve(own_draft),
    "publish a draft of others": publish(draft_of_others),
    "publish an own draft": publish(own_draft),
    "schedule a draft of others": schedule(draft_of_others),
    "schedule an own draft": schedule(own_draft),
    "unpublish a page": unpublish,
    "delete an own draft": delete(own_draft),
    "delete a draft of others": delete(draft_of_others),
    "delete a public page": delete(public_page),
    "move a draft of others": move(draft_of_others),
    "move a public page": move(public_page),
    "copy a page of others": copy(live=False),
    "copy a page and publish the copy": copy(live=True),
    "change the menus": change_menus,
    "change the settings": change_settings,
    "create a user": create_user,
    "change an own image": change_image(own=True),
    "change an image of others": change_image(own=False),
    "change the workflow": change_workflow,
    "read the reports": read_reports,
    "read the answers to a form": read_answers,
    "delete the answers to a form": delete_answers,
    "stop a letter": stop_letter,
    "keep mailing lists, read and import subscribers": keep_lists,
}
