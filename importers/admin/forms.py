"""The forms that start an import, and that change its options for the next one."""

from collections.abc import Mapping

from babel.numbers import get_territory_currencies
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from books.models import FormatPrice
from core.values.money import CURRENCIES
from importers.admin.files import clean_name, listed_files, listed_folders
from importers.admin.software import SOFTWARE, WITHOUT_ADDRESS, WITHOUT_CURRENCY, all_parts
from importers.job import Software

NO_MEDIA, FETCH, FOLDER = "", "fetch", "folder"
MEDIA = [
    (NO_MEDIA, _("Import without images and files")),
    (FETCH, _("Fetch them from the old site, if it is still online")),
    (FOLDER, _("Take them from a folder on the server")),
]
PART_NAMES = {"pages": _("Pages"), "posts": _("Posts"), "events": _("Events"), "books": _("Books")}
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


def currency_of_site() -> str:
    """Return the currency of most prices here, or else of the country in LANGUAGE_CODE, if any."""
    used = FormatPrice.objects.values_list("currency").annotate(number=Count("pk"))
    if most := used.order_by("-number", "currency").first():
        return most[0]
    territory = settings.LANGUAGE_CODE.partition("-")[2].upper()
    known = dict(CURRENCIES)
    return next((code for code in get_territory_currencies(territory) if code in known), "")


class OptionsForm(forms.Form):
    """How a software's exports are imported."""

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
        help_text=_(
            "As https://example.org. The export does not contain it, and it should be the same in "
            "every import: an import under another address creates everything a second time."
        ),
    )
    currency = forms.ChoiceField(
        label=_("Currency of the shop"),
        required=False,
        choices=[("", _("Unknown: leave prices out")), *CURRENCIES],
        initial=currency_of_site,
        help_text=_("The export contains the prices of a shop without their currency."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What is imported"), widget=forms.CheckboxSelectMultiple, initial=all_parts
    )

    def __init__(self, *args: object, software: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.software = software
        known = SOFTWARE[software].importer.parts if software else all_parts()
        self.fields["parts"].choices = [(part, PART_NAMES.get(part, part)) for part in known]
        if software and software not in WITHOUT_ADDRESS:
            del self.fields["url"]
        if software and software not in WITHOUT_CURRENCY:
            del self.fields["currency"]
        self._list_folders()

    def _list_folders(self) -> None:
        """Offer the folders of IMPORT_FOLDER; leave out the field if there are none."""
        if folders := listed_folders():
            self.fields["media_folder"].choices = [("", "—"), *((name, name) for name in folders)]
        else:
            del self.fields["media_folder"]
            self.fields["media"].choices = [each for each in MEDIA if each[0] != FOLDER]

    def clean(self) -> dict[str, object]:
        """Require a folder where one is to be used, and an address where no export has it."""
        values = super().clean()
        is_folder = values.get("media") == FOLDER
        if is_folder and not values.get("media_folder") and "media_folder" not in self.errors:
            name = "media_folder" if "media_folder" in self.fields else "media"
            self.add_error(name, gettext("Choose the folder that has the images and files."))
        key = self.software or values.get("software")
        if software := SOFTWARE.get(key):
            self._require_address(key, values)
            self._ignore_unknown_parts(software, values)
        return values

    def _require_address(self, key: str, values: dict[str, object]) -> None:
        if "url" not in self.fields or "url" in self.errors:
            return
        if key not in WITHOUT_ADDRESS:
            values["url"] = ""
        elif not values["url"]:
            text = gettext(
                "Enter the address of the old site: the export does not contain it, and without it "
                "menus and links are lost."
            )
            self.add_error("url", text)

    def _ignore_unknown_parts(self, software: Software, values: dict[str, object]) -> None:
        """Leave out the parts that the software does not have; require one that it has."""
        if "parts" not in values:
            return
        values["parts"] = [part for part in values["parts"] if part in software.importer.parts]
        if not values["parts"]:
            text = gettext("Choose something that %(software)s has.") % {"software": software.name}
            self.add_error("parts", text)

    @property
    def options(self) -> dict[str, object]:
        """The options as a run stores them, without those that the form does not have."""
        values = self.cleaned_data
        is_folder = values["media"] == FOLDER
        folder = values["media_folder"] if is_folder else ""
        names = [name for name in ("currency", "url") if name in values]
        chosen = {name: values[name] for name in names}
        return {
            "media": values["media"],
            "media_folder": folder,
            "parts": values["parts"],
            **chosen,
        }


class ImportForm(OptionsForm):
    """What is imported, and how."""

    field_order = ("software", "uploads", "server_files")

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

    def __init__(self, data: Mapping | None = None, files: MultiValueDict | None = None) -> None:
        super().__init__(data, files)
        self.fields["software"].choices = [(key, each.name) for key, each in SOFTWARE.items()]
        self._limit_uploads()
        if names := listed_files():
            self.fields["server_files"].choices = [(name, name) for name in names]
        else:
            del self.fields["server_files"]

    def _limit_uploads(self) -> None:
        megabytes = settings.IMPORT_MAX_UPLOAD // 1_000_000
        field = self.fields["uploads"]
        field.help_text = gettext(
            "One or several exports of one site, at most %(megabytes)s MB together. Larger ones "
            "are copied to the server. Of Ghost, also redirects.json and members.csv."
        ) % {"megabytes": megabytes}
        # The script `import-upload.js` says so before anything is sent.
        field.widget.attrs |= {
            "data-max-bytes": settings.IMPORT_MAX_UPLOAD,
            "data-too-large": self.too_large(),
        }

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
        """Require a file; after any error the files have to be chosen again."""
        values = super().clean()
        has_files = values.get("uploads") or values.get("server_files")
        if not has_files and not {"uploads", "server_files"} & self.errors.keys():
            self.add_error("uploads", gettext("Choose an export file."))
        if self.errors and values.get("uploads"):
            self.add_error("uploads", gettext("Choose the files again: browsers forget them."))
        return values

    @property
    def export_files(self) -> list[dict[str, object]]:
        """The files as a run stores them: uploaded ones first."""
        values = self.cleaned_data
        uploaded = [{"name": clean_name(file.name), "uploaded": True} for file in values["uploads"]]
        listed = [{"name": name, "uploaded": False} for name in values.get("server_files", [])]
        return [*uploaded, *listed]
