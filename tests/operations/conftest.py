import pytest

from tests.databases import empty_database, shared_folder
from tests.operations.sites import SmallSite, copy, site_variables, template


@pytest.fixture(scope="session")
def site_template(tmp_path_factory, worker_id):
    """A small site that is set up once for all workers."""
    return template(shared_folder(tmp_path_factory, worker_id))


@pytest.fixture
def small_site(site_template, tmp_path):
    """A copy of the small site."""
    folder = tmp_path / "site"
    folder.mkdir()
    with copy(site_template, folder) as found:
        yield found


@pytest.fixture
def elsewhere(tmp_path, site_template):
    """A place with an empty database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with empty_database(folder) as url:
        environment = site_variables(folder, url) | {"STATIC_ROOT": f"{site_template[1]}/static"}
        yield SmallSite(environment, folder)
