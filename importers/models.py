"""The link between an item of a source site and its object, and the imports of the admin."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

# A run whose process has not written for so long has lost it. SQLite lets a writer wait 20 seconds.
SILENCE = timedelta(seconds=60)


class ImportedItem(models.Model):
    """An item of a source site, and the object it was imported as.

    It is saved in the same transaction as that object, so that an interrupted import continues
    where it stopped.
    """

    # The URL of the source site, and the item's type and ID (or name) there.
    site = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    # Of the item and the import's settings: an item with the same digest is not imported again.
    digest = models.CharField(max_length=64)
    # The object, and its fingerprint, which changes when an editor edits it.
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    target_fingerprint = models.CharField(max_length=64, blank=True)
    # “links” to items that were not imported yet, “media” that was not available.
    pending = models.JSONField(default=list)
    # Whether the object is in the search index and the reference index.
    is_indexed = models.BooleanField(default=True)
    # The warnings of the last import, as (kind, text) pairs.
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "key"], name="imported_item_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def target(self) -> models.Model | None:
        """The object; None if it was deleted."""
        model = self.content_type and self.content_type.model_class()
        return model and model.objects.filter(pk=self.object_id).first()

    @property
    def target_exists(self) -> bool:
        """Whether the object still exists."""
        model = self.content_type and self.content_type.model_class()
        return bool(model) and model.objects.filter(pk=self.object_id).exists()

    def set_target(self, target: models.Model) -> Self:
        """Set the object, without saving; return self."""
        self.content_type = ContentType.objects.get_for_model(type(target))
        self.object_id = target.pk
        return self


class RunStage(models.TextChoices):
    """The two parts of a run."""

    CHECK = "check", _("Dry run")
    IMPORT = "import", _("Import")


class RunState(models.TextChoices):
    """The state of the present stage of a run."""

    RUNNING = "running", _("Running")
    STOPPING = "stopping", _("Stopping")
    STOPPED = "stopped", _("Stopped")
    INTERRUPTED = "interrupted", _("Stopped unexpectedly")
    FAILED = "failed", _("Failed")
    DONE = "done", _("Done")


class ImportRun(models.Model):
    """An import that was started in the admin: first its dry run, then the import itself.

    A process of its own works on it, and writes here how far it is (`importers/admin/process.py`).
    """

    software = models.CharField(max_length=40)
    # [{"name": …, "uploaded": …}]
    files = models.JSONField(default=list)
    # "media", "media_folder", "currency", "parts"
    options = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, choices=RunStage, default=RunStage.CHECK)
    state = models.CharField(max_length=12, choices=RunState, default=RunState.STOPPED)
    # True for the one run that is at work, else None: the database lets no second one have it.
    lock = models.BooleanField(null=True, unique=True, editable=False)
    # Of the process that works on the run; empty before it has begun.
    token = models.CharField(max_length=32, blank=True)
    heartbeat = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    activity = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    # The source site, as in the ledger, and its title.
    site = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255, blank=True)
    # The rows of the table of categories and tags (`importers/admin/term_table.py`).
    table = models.JSONField(default=list)
    # The sums of the last report of the present stage; the whole report is a file.
    summary = models.JSONField(default=dict)
    # (title, names, standfirst)
    proposals = models.JSONField(default=list)
    # The last row of the ledger before the import.
    ledger_start = models.PositiveBigIntegerField(null=True)
    has_files = models.BooleanField(default=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.title or self.site or ", ".join(file["name"] for file in self.files)

    @property
    def is_lost(self) -> bool:
        """Whether the process that should work on it does not write any more."""
        return bool(self.lock) and (self.heartbeat is None or self.heartbeat < now() - SILENCE)

    @property
    def is_active(self) -> bool:
        """Whether a process works on it."""
        return bool(self.lock) and not self.is_lost

    @property
    def is_waiting(self) -> bool:
        """Whether it has never begun, as another run was at work."""
        return self.started_at is None and self.state == RunState.STOPPED

    @property
    def status(self) -> RunState:
        """The state, also of a run whose process was killed."""
        return RunState.INTERRUPTED if self.is_lost else RunState(self.state)

    @property
    def is_import(self) -> bool:
        """Whether it has gone beyond the dry run."""
        return self.stage == RunStage.IMPORT
