"""The host of a site is a name: a URL would break every page."""

import pytest
from wagtail.models import Site
from wagtail.sites.forms import SiteForm


def site_form(site, hostname):
    fields = {"hostname": hostname, "port": "80", "site_name": "", "root_page": site.root_page_id}
    return SiteForm(fields | {"is_default_site": "on"}, instance=site)


@pytest.mark.parametrize(
    "hostname",
    ["https://example.org", "example.org/", "a b", 'x">y', "a:8000", "-a", "", "a\n.org", "/"],
)
def test_what_is_no_name_is_refused(site, hostname):
    form = site_form(site, hostname)
    assert not form.is_valid()
    assert list(form.errors) == ["hostname"]


@pytest.mark.parametrize("hostname", [" Example.org ", "localhost", "10.0.0.1", "münchen.example"])
def test_name_is_accepted(site, hostname):
    form = site_form(site, hostname)
    assert form.is_valid()
    form.save()
    assert Site.objects.get().hostname == hostname.strip().lower()
