"""The form that starts an import."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.values.money import CURRENCIES
from importers.admin.files import clean_name, listed_files, listed_folders
from importers.admin.software import SOFTWARE, all_parts

NO_MEDIA, FETCH, FOLDER = "", "fetch", "folder"
MEDIA = [
    (NO_MEDIA, _("Import without images and files")),
    (FETCH, _("Fetch them from the old site, if it is still online")),
    (FOLDER, _("Take them from a folder on the server")),
]
PART_NAMES = {"pages": _("pages"), "posts": _("posts"), "events": _("events"), "books": _("books")}
MAX_FILES = 50


class SeveralFilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A field for several files; each is checked as Django checks one."""

    widget = SeveralFilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Return the files; raise ValidationError."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files if file]


class ImportForm(forms.Form):
    """What is imported, and how."""

    software = forms.ChoiceField(label=_("Software of the old site"))
    uploads = SeveralFilesField(
        label=_("Export files"),
        required=False,
        error_messages={"empty": _("This file is empty. Export it again.")},
    )
    server_files = forms.MultipleChoiceField(
        label=_("Files on the server"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This file is not on the server any more.")},
    )
    media = forms.ChoiceField(
        label=_("Images and files"), required=False, choices=MEDIA, widget=forms.RadioSelect
    )
    media_folder = forms.ChoiceField(
        label=_("Folder on the server"),
        required=False,
        error_messages={"invalid_choice": _("This folder is not on the server any more.")},
    )
    url = forms.URLField(
        label=_("Address of the old site"),
        required=False,
        assume_scheme="https",
        help_text=_("Only for Ghost, whose exports do not contain it: https://example.org"),
    )
    currency = forms.ChoiceField(
        label=_("Currency of the shop"),
        required=False,
        choices=[("", _("As in the export")), *CURRENCIES],
        help_text=_("For prices whose currency the export does not contain."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What is imported"), widget=forms.CheckboxSelectMultiple, initial=all_parts
    )

    def __init__(self, data: Mapping | None = None, files: MultiValueDict | None = None) -> None:
        super().__init__(data, files)
        self.fields["software"].choices = [(key, each.name) for key, each in SOFTWARE.items()]
        self.fields["parts"].choices = [(part, PART_NAMES.get(part, part)) for part in all_parts()]
        self._limit_uploads()
        self._list_folder()

    def _limit_uploads(self) -> None:
        megabytes = settings.IMPORT_MAX_UPLOAD // 1_000_000
        field = self.fields["uploads"]
        field.help_text = gettext(
            "One or several exports of one site, at most %(megabytes)s MB together. Larger ones "
            "are copied to the server."
        ) % {"megabytes": megabytes}
        # The script `import-upload.js` says so before anything is sent.
        field.widget.attrs |= {
            "data-max-bytes": settings.IMPORT_MAX_UPLOAD,
            "data-too-large": self.too_large(),
        }

    def _list_folder(self) -> None:
        """Offer the files and folders of IMPORT_FOLDER; leave out the fields if there are none."""
        files, folders = listed_files(), listed_folders()
        if files:
            self.fields["server_files"].choices = [(name, name) for name in files]
        else:
            del self.fields["server_files"]
        if folders:
            self.fields["media_folder"].choices = [("", "—"), *((name, name) for name in folders)]
        else:
            del self.fields["media_folder"]
            self.fields["media"].choices = [each for each in MEDIA if each[0] != FOLDER]

    @staticmethod
    def too_large() -> str:
        """Return the sentence for files that are too large."""
        megabytes = settings.IMPORT_MAX_UPLOAD // 1_000_000
        text = gettext(
            "These files have more than %(megabytes)s MB. Copy them to the folder of imports on "
            "the server, and choose them there."
        )
        return text % {"megabytes": megabytes}

    def clean_uploads(self) -> list[UploadedFile]:
        """Return the uploaded files; raise ValidationError if they are too large or too many."""
        files = self.cleaned_data["uploads"]
        if sum(file.size for file in files) > settings.IMPORT_MAX_UPLOAD:
            raise forms.ValidationError(self.too_large())
        if len(files) > MAX_FILES:
            text = gettext("Choose at most %(number)s files.") % {"number": MAX_FILES}
            raise forms.ValidationError(text)
        return files

    def clean(self) -> dict[str, object]:
        """Require a file, and a folder where one is to be used."""
        values = super().clean()
        has_files = values.get("uploads") or values.get("server_files")
        if not has_files and not {"uploads", "server_files"} & self.errors.keys():
            self.add_error("uploads", gettext("Choose an export file."))
        is_folder = values.get("media") == FOLDER
        if is_folder and not values.get("media_folder") and "media_folder" not in self.errors:
            name = "media_folder" if "media_folder" in self.fields else "media"
            self.add_error(name, gettext("Choose the folder that has the images and files."))
        self._ignore_unknown_parts(values)
        if self.errors and values.get("uploads"):
            self.add_error("uploads", gettext("Choose the files again: browsers forget them."))
        return values

    def _ignore_unknown_parts(self, values: dict[str, object]) -> None:
        """Leave out the parts that the software does not have; require one that it has."""
        software = SOFTWARE.get(values.get("software"))
        if not software or "parts" not in values:
            return
        values["parts"] = [part for part in values["parts"] if part in software.importer.parts]
        if not values["parts"]:
            text = gettext("Choose something that %(software)s has.") % {"software": software.name}
            self.add_error("parts", text)

    @property
    def export_files(self) -> list[dict[str, object]]:
        """The files as a run stores them: uploaded ones first."""
        values = self.cleaned_data
        uploaded = [{"name": clean_name(file.name), "uploaded": True} for file in values["uploads"]]
        listed = [{"name": name, "uploaded": False} for name in values.get("server_files", [])]
        return [*uploaded, *listed]

    @property
    def options(self) -> dict[str, object]:
        """The options as a run stores them."""
        values = self.cleaned_data
        is_folder = values["media"] == FOLDER
        return {
            "media": values["media"],
            "media_folder": values["media_folder"] if is_folder else "",
            "currency": values["currency"],
            "url": values["url"],
            "parts": values["parts"],
        }
