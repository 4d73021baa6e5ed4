"""Do what the process of a run does, in the process of the test."""

from importers.admin.process import Pulse, claim, take
from importers.admin.worker import execute
from importers.models import RunStage

OPTIONS = {
    "media": "",
    "media_folder": "",
    "currency": "",
    "url": "",
    "parts": ["pages", "posts", "events", "books"],
}


def work(run, stage=RunStage.CHECK, pulse=Pulse):
    """Work on a stage of a run to its end, and return the run."""
    claim(run, stage)
    execute(run, pulse(run, take(run)))
    run.refresh_from_db()
    return run
