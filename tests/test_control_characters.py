"""Line breaks and control characters in names of one line, which a forged form can send."""

import pytest
from wagtail.models import Site

from core.models import PublicationSettings

NAMES = ["Two\nlines", "Two\r\nlines", "Tab\there", "Bell\x07", "\x00", "Separator\u2028"]


@pytest.mark.parametrize("name", NAMES)
def test_public_files_survive_the_name_of_the_publication(site_tree, client, name):
    settings = PublicationSettings.for_site(Site.objects.get())
    PublicationSettings.objects.filter(pk=settings.pk).update(name=name.replace("\x00", ""))
    calendar = site_tree.calendar.get_url()
    for url in ("/", calendar, f"{calendar}subscribe/", "/feed/", "/search/opensearch.xml"):
        assert client.get(url).status_code == 200, url
