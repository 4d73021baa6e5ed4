"""What public pages use is changed by people who may publish, and deleted by no one."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import Collection, Site

from books.models import BookImprint, Imprint
from contributors.models import Contributor
from core.models import PublicationSettings
from documents.models import SiteDocument
from editorial.moderation.public_uses import public_uses
from events.models import EventOrganiser, Organiser, Venue
from images.models import SiteImage
from tests import factories
from tests.access import member
from tests.form_data import form_data
from tests.picture_files import drawing, saved
from tests.site_tree import raw_body
from topics.models import Topic

ASK = "only people who may publish can change it"


@pytest.fixture
def contributor(db):
    return member("contributor", "Contributors")


@pytest.fixture
def image(contributor):
    root = Collection.get_first_root_node()
    return factories.SiteImageFactory(
        title="Harbour", uploaded_by_user=contributor, collection=root
    )


@pytest.fixture
def document(contributor):
    root = Collection.get_first_root_node()
    return factories.SiteDocumentFactory(
        title="Report", uploaded_by_user=contributor, collection=root, file__filename="report.pdf"
    )


@pytest.fixture
def article(home, image, document):
    """A public article with a picture and a document."""
    section = factories.ArticleIndexPageFactory(parent=home)
    return factories.ArticlePageFactory(
        parent=section,
        title="The strike",
        lead_image=image,
        body=raw_body(("document", {"document": document.pk})),
    )


@pytest.fixture
def entries(home, article):
    """An entry of the directory of each kind, used by a public page."""
    person = factories.ContributorFactory(name="Ada Example")
    factories.attribute(article, person)
    topic = factories.TopicFactory(name="Housing")
    factories.assign(article, topic)
    venue = factories.VenueFactory(name="Hall")
    calendar = factories.EventIndexPageFactory(parent=home)
    event = factories.EventPageFactory(parent=calendar, venue=venue)
    organiser = Organiser.objects.create(name="Club")
    EventOrganiser.objects.create(page=event, organiser=organiser)
    catalogue = factories.BookIndexPageFactory(parent=home)
    book = factories.BookPageFactory(parent=catalogue)
    imprint = Imprint.objects.create(name="Slipway Books")
    BookImprint.objects.create(page=book, imprint=imprint)
    for page in (article, event, book):
        page.save()
    return [person, topic, venue, organiser, imprint]


def edit_url(instance):
    app, model = instance._meta.app_label, instance._meta.model_name
    names = {"siteimage": "wagtailimages:edit", "sitedocument": "wagtaildocs:edit"}
    return reverse(names.get(model, f"{app}_{model}_modeladmin_edit"), args=[instance.pk])


def posted(client, instance, **changes):
    """Send the form of an object, with changes; return the response."""
    url = edit_url(instance)
    return client.post(url, form_data(client.get(url)) | {"links-count": ["0"]} | changes)


@pytest.mark.parametrize("kind", [SiteImage, SiteDocument])
def test_contributor_cannot_change_an_own_file_that_readers_see(article, contributor, client, kind):
    client.force_login(contributor)
    file = kind.objects.get()
    assert ASK in client.get(edit_url(file)).content.decode()
    response = posted(client, file, title="Another")
    assert response.status_code == 403
    assert "The strike" in response.content.decode()
    assert kind.objects.get().title == file.title


def test_contributor_cannot_replace_a_picture_that_readers_see(article, image, contributor, client):
    client.force_login(contributor)
    replacement = ContentFile(saved(drawing((20, 20))), name="harbour.jpg")
    assert posted(client, image, file=replacement).status_code == 403
    assert SiteImage.objects.get().file.name == image.file.name


def test_tags_and_unchanged_forms_are_saved(article, image, contributor, client):
    client.force_login(contributor)
    assert posted(client, image, tags="harbour").status_code == 302
    assert [tag.name for tag in image.tags.all()] == ["harbour"]


def test_unused_file_stays_its_owner_s(contributor, image, client):
    client.force_login(contributor)
    assert posted(client, image, title="Another").status_code == 302
    assert SiteImage.objects.get().title == "Another"


def test_file_of_a_draft_stays_its_owner_s(article, contributor, image, client):
    article.unpublish()
    client.force_login(contributor)
    assert posted(client, image, title="Another").status_code == 302


def test_file_of_a_scheduled_page_is_guarded(article, contributor, image, client):
    """It was approved as it is, and no one reviews it again."""
    article.unpublish()
    revision = article.save_revision(approved_go_live_at=now() + timedelta(days=1))
    assert revision.approved_go_live_at
    client.force_login(contributor)
    assert posted(client, image, title="Another").status_code == 403


def test_moderator_changes_what_readers_see(article, moderator, image, client):
    client.force_login(moderator)
    assert ASK not in client.get(edit_url(image)).content.decode()
    assert posted(client, image, title="Another").status_code == 302


def test_editor_cannot_change_entries_that_readers_see(entries, editor, client):
    client.force_login(editor)
    for entry in entries:
        assert ASK in client.get(edit_url(entry)).content.decode(), entry
        assert posted(client, entry, name="Changed").status_code == 403, entry
        assert type(entry).objects.get(pk=entry.pk).name == entry.name


def test_moderator_changes_entries_that_readers_see(entries, moderator, client):
    client.force_login(moderator)
    for entry in entries:
        assert posted(client, entry, name=f"Changed {entry}").status_code == 302, entry
        assert type(entry).objects.get(pk=entry.pk).name == f"Changed {entry}"


def test_editor_changes_unused_entries(editor, client):
    client.force_login(editor)
    topic = Topic.objects.create(name="Sleep")
    assert posted(client, topic, name="Rest").status_code == 302
    assert Topic.objects.get().name == "Rest"


@pytest.mark.parametrize("role", ["Contributors", "Moderators", "Administrators"])
@pytest.mark.parametrize("kind", [SiteImage, SiteDocument])
def test_file_that_readers_see_is_not_deleted(article, client, kind, role):
    file = kind.objects.get()
    owner = member("owner", role)
    kind.objects.update(uploaded_by_user=owner)
    client.force_login(owner)
    urls = {SiteImage: "wagtailimages:delete", SiteDocument: "wagtaildocs:delete"}
    response = client.post(reverse(urls[kind], args=[file.pk]))
    assert response.status_code == 403
    assert "The strike" in response.content.decode()
    label = kind._meta
    bulk = reverse("wagtail_bulk_action", args=[label.app_label, label.model_name, "delete"])
    assert client.post(f"{bulk}?id={file.pk}").status_code == 403
    assert kind.objects.exists()


def test_unused_file_is_deleted(contributor, image, client):
    client.force_login(contributor)
    client.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert not SiteImage.objects.exists()


def test_picture_is_not_moved_into_another_collection(article, image, contributor, client):
    """A private collection would hide it."""
    private = Collection.get_first_root_node().add_child(name="Private")
    client.force_login(contributor)
    bulk = reverse("wagtail_bulk_action", args=["images", "siteimage", "add_to_collection"])
    client.post(f"{bulk}?id={image.pk}", {"collection": private.pk})
    assert SiteImage.objects.get().collection_id != private.pk


def test_uses_by_way_of_entries_and_settings(home, article, image):
    other = factories.SiteImageFactory()
    assert public_uses(other) == []
    person = Contributor.objects.create(name="Ada Example", portrait=other)
    assert public_uses(other) == []
    factories.attribute(article, person)
    article.save()
    assert [use.title for use in public_uses(other)] == ["The strike"]
    logo = factories.SiteImageFactory()
    settings = PublicationSettings.for_site(Site.objects.get())
    settings.logo = logo
    settings.save()
    assert [use.title for use in public_uses(logo)] == ["publication"]


def test_number_of_queries_does_not_grow_with_uses(
    article, image, home, django_assert_max_num_queries
):
    section = article.get_parent()
    for number in range(10):
        factories.ArticlePageFactory(parent=section, title=f"{number}", lead_image=image)
    with django_assert_max_num_queries(14):
        assert len(public_uses(image)) == 11


def test_commands_may_change_and_delete(article, image):
    image.title = "Another"
    image.save()
    image.delete()
    assert not SiteImage.objects.filter(pk=image.pk).exists()


def test_every_model_with_a_public_page_is_guarded(entries):
    venue = Venue.objects.get()
    assert all(public_uses(entry) for entry in [*entries, venue])
