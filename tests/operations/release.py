"""Keep what a release leaves behind, so that later versions can be tested with it:

    python -m tests.operations.release tests/data/release-1.0.0

This writes compressed backups of a site with a page of every type, of SQLite and of PostgreSQL, and
the checksums of all migrations.
"""

import hashlib
import json
import lzma
import os
import sys
import tempfile
from pathlib import Path

from site_config.settings.environment import PROJECT
from tests.databases import create_database
from tests.operations.sites import PASSWORD, SmallSite, site_variables
from tests.services import postgres

FILL = """
from tests.journeys.store_answers import fill_site
fill_site({password!r})
"""


def archive(folder, kind):
    """Return the path of the archive of a release for a kind of database."""
    return Path(folder) / f"{kind}.tar.xz"


def write_archive(target, kind):
    """Set up a site, fill it, and keep its backup."""
    with tempfile.TemporaryDirectory() as folder:
        environment = site_variables(folder, create_database(Path(folder)))
        site = SmallSite(environment, Path(folder))
        site.manage("migrate", "-v", "0")
        site.manage("shell", "-v", "0", "-c", FILL.format(password=PASSWORD))
        site.manage("reindex_search")
        backup = Path(site.manage("backup", f"{folder}/backups").splitlines()[-1])
        target.mkdir(parents=True, exist_ok=True)
        archive(target, kind).write_bytes(lzma.compress(backup.read_bytes(), preset=9))


def unpack(folder, kind, target):
    """Unpack the archive of a release into a folder, and return the path of the backup."""
    path = target / "release.tar"
    path.write_bytes(lzma.decompress(archive(folder, kind).read_bytes()))
    return path


def write_checksums(target):
    """Keep the checksums of all migrations, which never change from then on."""
    paths = sorted(PROJECT.glob("*/migrations/0*.py"))
    checksums = {
        str(path.relative_to(PROJECT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }
    (target / "migrations.json").write_text(json.dumps(checksums, indent=1) + "\n")


if __name__ == "__main__":
    os.environ["DATABASE_URL"] = ""
    write_archive(Path(sys.argv[1]), "sqlite")
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        write_archive(Path(sys.argv[1]), "postgresql")
    write_checksums(Path(sys.argv[1]))
