"""An object for every argument of a URL: pages, files and accounts, all of other users.

`create_office` puts them into a site tree; `values` and `cases` are the arguments for
`tests/addresses.py`.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import now
from wagtail import hooks
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
    Task,
    UploadedFile,
    Workflow,
)
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import SecuritySettings
from books.models import Bookseller, BookSeries, Imprint
from contributors.models import Contributor
from core.models import PublicationSettings
from editorial.models import ModerationSettings
from events.models import Organiser, Venue
from home.models import HomePage
from importers.models import ImportRun, RunStage, RunState
from importers.proposal import FrontPageProposal
from letters.models import Source, Subscriber
from letters.subscribing.tokens import (
    AddressToken,
    PreferencesToken,
    SignUpToken,
    UnsubscribeToken,
)
from tests import factories
from tests.access import member
from tests.letters.mailings import create_mailing
from tests.review_helpers import submit
from topics.models import Topic
from users.models import User

SNIPPETS = (Organiser, Venue, Imprint, BookSeries, Bookseller)  # that need no more than a name
# The namespace of the chooser of each snippet.
CHOOSERS = {
    Contributor: "contributor_chooser",
    Topic: "topic_chooser",
    Organiser: "organiser_chooser",
    Venue: "venue_chooser",
    Imprint: "imprint_chooser",
    BookSeries: "book_series_chooser",
    Bookseller: "bookseller_chooser",
}
# The names whose page is one that waits for a review.
OF_REVIEWS = [
    "review",
    *(
        f"wagtailadmin_pages:{name}"
        for name in (
            *("workflow_action", "collect_workflow_action_data", "workflow_preview"),
            *("confirm_workflow_cancellation", "workflow_history_detail"),
        )
    ),
]
OF_FORMS = ["list_submissions", "list_submissions_results", "delete_submissions"]
PAGE_ACTIONS = [
    *("convert_alias", "copy", "delete", "publish", "unpublish", "move"),
    *("copy_for_translation", "create_alias", "revert_to_page_revision"),
]


def create_office(site_snapshot):
    """Create what the addresses point at, in a site tree."""
    with disable_reference_index_auto_update():  # as in the fixture `site_tree`
        site_tree = site_snapshot.get(HomePage.objects.get())
    other = member("other", "Editors")
    office = SimpleNamespace(tree=site_tree, other=other)
    for kind in (ModerationSettings, PublicationSettings):  # Wagtail creates them when asked.
        kind.for_site(Site.objects.get())
    office.superuser = User.objects.create_superuser("root", "root@example.org", "password")
    office.draft = factories.ArticlePageFactory(
        parent=site_tree.section, title="Draft of others", live=False, owner=other
    )
    office.public = factories.ArticlePageFactory(
        parent=site_tree.section, title="Public", owner=other
    )
    office.submitted = factories.ArticlePageFactory(
        parent=site_tree.section, title="Submitted by others", live=False, owner=other
    )
    for page in (office.draft, office.public, office.submitted):
        page.save_revision(user=other)
    office.alias = office.public.create_alias(parent=site_tree.home, update_slug="alias")
    files = {"collection": Collection.get_first_root_node(), "uploaded_by_user": other}
    office.image = factories.SiteImageFactory(title="Picture of others", **files)
    office.document = factories.SiteDocumentFactory(
        title="File of others", file__filename="others.pdf", **files
    )
    office.state = submit(office.submitted, other)
    office.remaining = factories.ContributorFactory(name="Remains")
    office.snippets = {model: model.objects.create(name="Entry") for model in SNIPPETS}
    for factory in (factories.ContributorFactory, factories.TopicFactory):
        entry = factory(name="Entry")
        office.snippets[type(entry)] = entry
    create_records(office)
    return office


def create_records(office):
    """Create the rows of Wagtail's own models."""
    root, other, image = Collection.get_first_root_node(), office.other, office.image
    office.collection = root.add_child(name="Staff")
    office.redirect = Redirect.add_redirect("/old", office.public)
    office.query = Query.get("tide")
    SearchPromotion.objects.create(query=office.query, page=office.public, sort_order=0)
    office.session = EditingSession.objects.create(
        user=other, content_object=office.draft.page_ptr, last_seen_at=now() - timedelta(minutes=9)
    )
    office.uploads = {
        kind: UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=ContentFile(b"A file", name=f"{kind}.txt"),
            uploaded_by_user=other,
        )
        for kind, model in (("image", image), ("document", office.document))
    }
    lists = [office.tree.letter.mailing_list]
    subscriber = Subscriber.objects.subscribe("reader@example.org", lists, Source.FORM)
    office.reader = subscriber.subscriptions.get()
    office.mailing = create_mailing(1, finished_at=now())  # There is nothing left to send.
    office.run = ImportRun.objects.create(
        software="wordpress",
        stage=RunStage.IMPORT,
        state=RunState.DONE,
        site="old.example",
        table=[["category", "ports", "Ports", 1, "topic", "Ports"]],
        options={"front_page": FrontPageProposal("Old site").as_dict()},
        started_by=other,
    )
    secret = office.tree.corrections
    office.restriction = PageViewRestriction.objects.create(
        page=secret, restriction_type="password", password="sesame"
    )
    office.collection_restriction = CollectionViewRestriction.objects.create(
        collection=office.collection, restriction_type="password", password="sesame"
    )


def values(office, page):
    """Return the argument of each name; `page` is what the addresses of pages point at."""
    tree = office.tree
    return (
        dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), page.pk)
        | {
            "wagtailadmin_api:pages pk": page.pk,
            "wagtailadmin_pages:add parent_page_id": tree.section.pk,
            "wagtailadmin_pages:preview_on_add parent_page_id": tree.section.pk,
            "wagtailadmin_pages:add_subpage parent_page_id": tree.section.pk,
            "wagtailcore_authenticate_with_password page_id": office.restriction.page_id,
            "destination_id": tree.section.pk,
            "revision_id": page.latest_revision_id or 0,
            "workflow_state_id": office.state.workflow_state_id,
            "task_state_id": office.state.pk,
            "claim_review pk": office.state.pk,
            "mailing pk": office.mailing.pk,
            "test_letter pk": tree.letter.pk,
            "letters_domain pk": tree.letter.mailing_list_id,
            "mailing_lists pk": tree.letter.mailing_list_id,
            "subscriptions pk": office.reader.pk,
            "action_name": "approve",
            "chapter": "editors",
            "picture": "editor-desk",
            "content_type_app_name": page._meta.app_label,
            "content_type_model_name": page._meta.model_name,
            "page_path": office.public.get_url().lstrip("/"),
            **dict.fromkeys((f"wagtailforms:{name} page_id" for name in OF_FORMS), tree.form.pk),
            "admin/forms/submissions/<int:page_id>/delete/ page_id": tree.form.pk,
            "wagtailadmin_pages:convert_alias page_id": office.alias.pk,
            "wagtailadmin_pages:unpublish page_id": office.public.pk,
        }
        | dict.fromkeys((f"{name} page_id" for name in OF_REVIEWS), office.submitted.pk)
        | of_files(office)
        | of_records(office)
        | of_readers(office)
    )


def of_files(office):
    """Return the arguments that identify files and collections."""
    image, document = office.image, office.document
    return {
        "image_id": image.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "filename": document.filename,
        "path": image.get_rendition("original").file.name.removeprefix("images/"),
        "wagtailimages uploaded_file_id": office.uploads["image"].pk,
        "wagtaildocs uploaded_file_id": office.uploads["document"].pk,
        "filter_spec": "original",
        "wagtailadmin_api:images pk": image.pk,
        "wagtailadmin_api:documents pk": document.pk,
        "wagtailimages_chooser pk": image.pk,
        "wagtaildocs_chooser pk": document.pk,
        "wagtailadmin_collections pk": office.collection.pk,
        "collection_id": office.collection.pk,
    }


def of_records(office):
    """Return the arguments that identify snippets, users and records of Wagtail."""
    tree, found = office.tree, {}
    for model, entry in office.snippets.items():
        found[f"{CHOOSERS[model]} pk"] = entry.pk
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_modeladmin"
        for view in ("edit", "delete", "history"):
            found[f"{prefix}_{view} instance_pk"] = entry.pk
    return found | {
        "label": tree.person._meta.label_lower,
        "merge_entry pk": tree.person.pk,
        "catalogue_sheet pk": tree.catalogue.pk,
        "catalogue_download pk": tree.catalogue.pk,
        "wagtailusers_users pk": office.other.pk,
        "wagtailusers_groups pk": Group.objects.get(name="Editors").pk,
        "wagtailsites pk": Site.objects.get().pk,
        "wagtailadmin_workflows pk": Workflow.objects.get().pk,
        "workflow_pk": Workflow.objects.get().pk,
        "task_id": office.state.task_id,
        "redirect_id": office.redirect.pk,
        "query_id": office.query.pk,
        "session_id": office.session.pk,
        "user_id": office.other.pk,
        "mfa_remove_webauthn pk": 0,
        "mfa_edit_webauthn pk": 0,
        "object_id": office.draft.pk,
        "run_id": office.run.pk,
        "import_download name": "report.html",
    }


def of_readers(office):
    """Return the arguments of public addresses, and of those for a new password."""
    today = office.public.first_published_at
    reader = office.reader
    return {
        "letters_confirm token": SignUpToken.sign("new@example.org", [reader.mailing_list]),
        "letters_preferences token": PreferencesToken.sign(reader.subscriber),
        "letters_address token": AddressToken.sign(reader.subscriber, "moved@example.org"),
        "letters_unsubscribe token": UnsubscribeToken.sign(reader),
        "accent": "a3321b",
        "section": "pages",
        "year": today.year,
        "month": today.month,
        "day": today.day,
        "restriction_id": office.collection_restriction.pk,
        "page_view_restriction_id": office.restriction.pk,
        "uidb64": urlsafe_base64_encode(force_bytes(office.superuser.pk)),
        "token": default_token_generator.make_token(office.other),  # of another account
    }


def case(name, **arguments):
    """Return arguments with what tells them from others of the same URL."""
    return {"case": name, **arguments}


def cases(office):
    """Return several sets of arguments for the names that need them."""
    task = Task.objects.get().specific
    of_task = {"app_label": task._meta.app_label, "model_name": task._meta.model_name}
    users = [
        case(kind, **{"wagtailusers_users pk": user.pk})
        for kind, user in (("other", office.other), ("superuser", office.superuser))
    ]
    decisions = [case(action, action_name=action) for action in ("approve", "reject", "override")]
    settings = [
        case(
            model._meta.model_name,
            app_name=model._meta.app_label,
            model_name=model._meta.model_name,
            **{"wagtailsettings pk": pk},
        )
        for model, pk in (
            (PublicationSettings, Site.objects.get().pk),
            (ModerationSettings, Site.objects.get().pk),
            (SecuritySettings, SecuritySettings.load().pk),
        )
    ]
    found = {
        "wagtail_bulk_action": bulk_actions(),
        "wagtailadmin_api:pages:action": [case(name, action_name=name) for name in PAGE_ACTIONS],
        "wagtailadmin_pages:choose_parent": [{"app_label": "news", "model_name": "articlepage"}],
        "wagtailadmin_tag_model_autocomplete": [{"app_name": "taggit", "model_name": "tag"}],
        "wagtailadmin_workflows:add_task": [of_task],
        "wagtailadmin_editing_sessions:ping": [{"app_label": "wagtailcore", "model_name": "page"}],
    }
    for name in ("edit_task", "disable_task", "enable_task"):
        found[f"wagtailadmin_workflows:{name}"] = [{"wagtailadmin_workflows pk": task.pk}]
    for name in ("workflow_action", "collect_workflow_action_data"):
        found[f"wagtailadmin_pages:{name}"] = decisions
    for name in ("edit", "preview_on_edit"):
        found[f"wagtailsettings:{name}"] = settings
    for name in ("edit", "delete", "history", "history_results", "usage", "copy"):
        found[f"wagtailusers_users:{name}"] = users
    for name in ("personal_data", "personal_data_export"):
        found[name] = [
            case(kind, user_id=user.pk)
            for kind, user in (("other", office.other), ("superuser", office.superuser))
        ]
    return found


def bulk_actions():
    """Return every bulk action that is registered, for every model."""
    return [
        case(
            f"{each._meta.model_name} {action.action_type}",
            app_label=each._meta.app_label,
            model_name=each._meta.model_name,
            action=action.action_type,
        )
        for action in hooks.get_hooks("register_bulk_action")
        for each in action.models
    ]


def query(office, page, label, path):
    """Return the query string without which an address answers nothing."""
    ids = {
        "/images/": [office.image.pk],
        "/documents/": [office.document.pk],
        "/users/": [office.other.pk, office.superuser.pk],
        "_chooser/": [1],
    }
    name = label.partition(" ")[0]
    if name.endswith(("wagtail_bulk_action", ":find", "chosen_multiple")):
        found = next((ids[part] for part in ids if part in path), [page.pk])
        return "?" + "&".join(f"id={pk}" for pk in found)
    return ""
