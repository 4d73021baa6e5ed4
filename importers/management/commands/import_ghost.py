"""Import a Ghost site from its export."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError

from importers.context import ImportContext
from importers.ghost import subscribers
from importers.ghost.archive import extract_files
from importers.ghost.earlier_import import earlier_site
from importers.ghost.permalinks import DEFAULT_PATTERN
from importers.ghost.reader import GhostOptions, GhostReader
from importers.ghost.software import GHOST
from importers.management.import_command import ImportCommand
from importers.source.errors import SourceError


class Command(ImportCommand):
    """Import a Ghost site."""

    software = GHOST
    media_help = "a copy of Ghost's folder content"
    help = (
        "Imports a Ghost site from the JSON that it exports (Settings › Import/Export). Begin with "
        "--dry-run: it writes only a report, and a table in which you choose what each tag becomes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what the export does not contain."""
        super().add_arguments(parser)
        parser.add_argument(
            "--url", default="", help="the address of the old site, as https://old.example"
        )
        parser.add_argument(
            "--permalinks",
            default=DEFAULT_PATTERN,
            help="the addresses of posts, as /{year}/{month}/{slug}/; by default %(default)s",
        )
        parser.add_argument(
            "--redirects", type=Path, help="the redirects of the old site: redirects.json or .yaml"
        )
        parser.add_argument(
            "--members", type=Path, help="members.csv, whose subscribers are written to a file"
        )

    def handle(self, files: list[Path], **options: object) -> None:
        """Read the members, then import as any software's export."""
        if options["fetch_media"] and not options["url"]:
            raise CommandError("Name the old site with --url, so that its files can be fetched.")
        choices = GhostOptions(options["url"], options["permalinks"], options["redirects"])
        self.members: list[subscribers.GhostMember] = []
        software = replace(GHOST, reader=lambda store, _url: GhostReader(store, choices))
        self.software, self.exported = subscribers.with_subscribers(software)
        with TemporaryDirectory(prefix="masthead-ghost-") as folder:
            try:
                if options["members"]:
                    self.members = subscribers.read_members(options["members"])
                has_media = options["media"] or options["fetch_media"]
                if not has_media and extract_files(files, Path(folder)):
                    options["media"] = Path(folder)
            except SourceError as error:
                raise CommandError(str(error)) from error
            super().handle(files, **options)

    def note(self, context: ImportContext) -> None:
        """Warn of an import under another address."""
        if site := earlier_site(context):
            self.stderr.write(
                f"This export was imported before as {site}. Everything is imported a second time "
                f"unless you name the same address: --url https://{site}"
            )

    def write_report(self, context: ImportContext, file: Path) -> None:
        """Write the subscribers to a file of their own, then the report."""
        target = file.with_name(f"{file.stem}-subscribers.csv")
        subscribers.keep([*self.members, *self.exported()], context.report, target)
        super().write_report(context, file)
