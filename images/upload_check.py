"""A step after an upload in the image chooser, if there is something to check.

It displays what was read from the file, and asks for the focal point of a tall picture, whose
listings would otherwise show its middle.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.images.permissions import permission_policy
from wagtail.images.views.chooser import ImageChosenResponseMixin, ImageUploadView

from images.models import SiteImage

READ_FIELDS = ("description", "credit", "source_url", "licence")
TALL = 1.1  # height through width
FOCAL_SHARE = 0.1  # of the shorter side


class UploadCheckForm(forms.ModelForm):
    """What was read from a file, and what must stay visible of it, in per cent from the left top.

    Only the fields in `read` are displayed.
    """

    across = forms.IntegerField(
        min_value=0, max_value=100, label=_("From the left"), widget=forms.NumberInput
    )
    down = forms.IntegerField(
        min_value=0, max_value=100, label=_("From the top"), widget=forms.NumberInput
    )

    class Meta:
        model = SiteImage
        fields = READ_FIELDS

    def __init__(self, *args: object, read: list[str], **kwargs: object) -> None:
        super().__init__(*args, prefix="upload-check", **kwargs)
        for name in set(READ_FIELDS) - set(read):
            del self.fields[name]
        if not is_tall(self.instance):
            del self.fields["across"], self.fields["down"]
        else:
            self.initial |= {"across": 50, "down": 30}
            for name in ("across", "down"):
                self.fields[name].widget = forms.NumberInput({"type": "range", "data-focal": name})

    def save(self, commit: bool = True) -> SiteImage:
        """Store the fields, and the focal point as the box that Wagtail keeps."""
        image = super().save(commit=False)
        if is_tall(image):
            image.focal_point_x = image.width * self.cleaned_data["across"] // 100
            image.focal_point_y = image.height * self.cleaned_data["down"] // 100
            size = max(1, int(min(image.width, image.height) * FOCAL_SHARE))
            image.focal_point_width = image.focal_point_height = size
        if commit:
            image.save()
        return image


def is_tall(image: SiteImage) -> bool:
    """Return whether crops of the image lose much of its height."""
    return image.height > image.width * TALL


class UploadCheckMixin(ImageChosenResponseMixin):
    """Renders the step."""

    def render_check(self, form: UploadCheckForm, read: list[str]) -> HttpResponse:
        """Return the step, as the image chooser expects it."""
        path = reverse("check_upload", args=[form.instance.pk])
        query = self.request.GET.copy()
        query.setlist("read", read)
        return render_modal_workflow(
            self.request,
            "images/admin/upload_check.html",
            None,
            {"image": form.instance, "form": form, "action": f"{path}?{query.urlencode()}"},
            json_data={"step": "check_upload"},
        )


class CheckedUploadView(UploadCheckMixin, ImageUploadView):
    """Wagtail's upload, followed by the step if there is something to check."""

    def save_form(self, form: forms.ModelForm) -> SiteImage:
        """Store the image, and note the fields that were filled from the file."""
        typed = {name for name in READ_FIELDS if form.cleaned_data.get(name)}
        image = super().save_form(form)
        self.read = [name for name in READ_FIELDS if name not in typed and getattr(image, name)]
        return image

    def get_chosen_response(self, item: Model) -> HttpResponse:
        """Return the step, or the chosen image."""
        if self.read or is_tall(item):
            return self.render_check(UploadCheckForm(instance=item, read=self.read), self.read)
        return super().get_chosen_response(item)


class UploadCheckView(UploadCheckMixin, View):
    """Stores what was checked, and returns the chosen image."""

    def post(self, request: HttpRequest, image_id: int) -> HttpResponse:
        """Store the form; display it again if it is not valid."""
        image = get_object_or_404(SiteImage, pk=image_id)
        if not permission_policy.user_has_permission_for_instance(request.user, "change", image):
            raise PermissionDenied
        read = [name for name in READ_FIELDS if name in request.GET.getlist("read")]
        form = UploadCheckForm(request.POST, instance=image, read=read)
        if not form.is_valid():
            return self.render_check(form, read)
        return self.get_chosen_response(form.save())
