from contextlib import suppress
from pathlib import Path

from django.db import migrations, models

from documents.recordings import RECORDINGS, duration_of


def read_durations(apps, schema_editor):
    """Read the durations of files on this machine; others are read when they are next saved."""
    for document in apps.get_model("documents", "SiteDocument").objects.exclude(file=""):
        if document.file.name.rpartition(".")[2].lower() not in RECORDINGS:
            continue
        with suppress(OSError, NotImplementedError), Path(document.file.path).open("rb") as file:
            document.duration = duration_of(file)
            document.save(update_fields=["duration"])


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitedocument",
            name="duration",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="duration"),
        ),
        migrations.RunPython(read_durations, migrations.RunPython.noop, elidable=True),
    ]
