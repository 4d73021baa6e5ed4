"""The chooser of contributors."""

from contributors.models import Contributor
from core.choosers import entry_chooser

contributor_chooser = entry_chooser("contributor_chooser", Contributor, "user", ["name", "kind"])
ContributorChooserBlock = contributor_chooser.get_block_class(
    "ContributorChooserBlock", "contributors.choosers"
)
