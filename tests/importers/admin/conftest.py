import pytest

from importers.admin import views
from importers.models import ImportRun, RunStage
from tests.access import confirm_access, member
from tests.importers.admin.working import OPTIONS, work
from tests.importers.ghost import exports


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of imports."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
    settings.IMPORT_FOLDER.mkdir()
    return settings.IMPORT_FOLDER


@pytest.fixture
def launched(monkeypatch):
    """The keys of the runs for which a process was started; none is."""
    found = []
    monkeypatch.setattr(views, "launch", lambda run: found.append(run.pk))
    return found


@pytest.fixture
def chief(db):
    return member("chief", "Administrators")


@pytest.fixture
def desk(client, chief, folder, launched):
    """The client of an administrator who has just entered the password."""
    client.force_login(chief)
    confirm_access(client)
    return client


@pytest.fixture
def run_of(site, folder):
    """Return a function that creates a run of a file in the folder of imports."""

    def create(path, **options):
        if path.parent != folder:
            path = path.rename(folder / path.name)
        files = [{"name": path.name, "uploaded": False}]
        return ImportRun.objects.create(
            software="wordpress", files=files, options=OPTIONS | options
        )

    return create


@pytest.fixture
def ghost_run(run_of, tmp_path):
    """Return a function that creates a run of an export of Ghost."""

    def create(document, **options):
        run = run_of(exports.write(tmp_path / "old.json", document))
        run.software = "ghost"
        run.options |= {"parts": ["pages", "posts"], "url": exports.URL, **options}
        run.save()
        return run

    return create


@pytest.fixture
def done(run_of, export_file):
    """A run whose import is done."""
    return work(work(run_of(export_file)), RunStage.IMPORT)


@pytest.fixture
def checked(run_of, export_file):
    return work(run_of(export_file))
