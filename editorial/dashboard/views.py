"""The review of a page: checklist, comparison and decision."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Table
from wagtail.models import Comment, Page, TaskState

from editorial.comparison.pages import ComparisonView, PageComparison
from editorial.dashboard.panels import waiting_columns
from editorial.dashboard.review_queue import waiting_for, waiting_rows
from editorial.models import ModerationSettings, ReviewState, UndeliveredMail
from editorial.moderation.guards import PAGE_CHANGED
from editorial.plans import future_time
from editorial.review.checklist import Checklist

PER_PAGE = 50
UNSENT_WORD = _(
    "You wrote what has to change. Send the page back, or empty that field before you approve it."
)


class ReviewView(ComparisonView):
    """Compares the live revision with the latest one, and takes the decision of the reviewer."""

    template_name = "editorial/dashboard/review.html"
    page_title = _("Review")

    def setup(self, request: HttpRequest, page_id: int) -> None:
        """Compare the live revision with the latest one."""
        super().setup(request, page_id, "live", "latest")
        self.state = self.object.current_workflow_task_state
        self.actions = dict.fromkeys(name for name, *_rest in self._task_actions(request.user))

    def _task_actions(self, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        return self.state.task.specific.get_actions(self.object, user) if self.state else []

    @cached_property
    def seen(self) -> str:
        """Identify the displayed revision; an autosave may change it without changing its key."""
        revision = self.object.latest_revision
        return f"{revision.pk} {revision.created_at.isoformat()}"

    def get_edit_handler(self) -> PageComparison:
        """Compare a page that was never live with nothing: all of it is new."""
        return PageComparison(self.object, is_new=not self.object.live)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the checklist and the forms of the decision."""
        context = super().get_context_data(**kwargs)
        states = TaskState.objects.filter(pk=self.state.pk) if self.state else ()
        return context | {
            "checklist": Checklist.of(self.object, self.request.user),
            "row": next(iter(waiting_rows(states)), None) if self.state else None,
            "review": self.state if isinstance(self.state, ReviewState) else None,
            "forms": kwargs.get("forms") or {name: self._form(name) for name in self.actions},
            "seen": self.seen,
            "sent_back": self.sent_back,
            "open_comments": self.open_comments,
            "publishes": self.publishes,
            "go_live_at": self.go_live_at,
        }

    @property
    def open_comments(self) -> QuerySet[Comment]:
        """The comments on the page that are not resolved, with the number of their replies."""
        comments = Comment.objects.filter(page=self.object, resolved_at=None)
        return comments.annotate(count=Count("replies")).order_by("created_at")

    @cached_property
    def publishes(self) -> bool:
        """Whether the approval is the last step before the publication."""
        return not ModerationSettings.of_page(self.object).approve_only

    @cached_property
    def go_live_at(self) -> datetime | None:
        """Return the planned time of the publication, if it is still to come."""
        time = Checklist.of(self.object, self.request.user).draft.go_live_at
        return time if time and time > now() else None

    @cached_property
    def sent_back(self) -> TaskState | None:
        """Return the last decision to send the page back in the current review."""
        if not self.state:
            return None
        states = TaskState.objects.filter(workflow_state=self.state.workflow_state_id)
        rejected = states.filter(status=TaskState.STATUS_REJECTED).exclude(pk=self.state.pk)
        return rejected.select_related("finished_by").order_by("-finished_at").first()

    def _form(self, action: str, data: dict | None = None) -> Form:
        form_class = self.state.task.specific.get_form_for_action(action)
        written = {"comment": self.request.POST.get(f"{action}-comment", "")}
        return form_class(data, prefix=action, initial=written)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Approve or send back, unless the page was changed since it was displayed."""
        action = request.POST.get("action", "")
        if action not in self.actions:
            raise PermissionDenied
        form = self._form(action, request.POST)
        if action != "reject" and request.POST.get("reject-comment", "").strip():
            form.add_error(None, UNSENT_WORD)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            form.fields["comment"].widget.attrs["autofocus"] = True
            forms = {name: self._form(name) for name in self.actions} | {action: form}
            return self.render_to_response(self.get_context_data(forms=forms))
        if request.POST.get("seen") != self.seen:
            messages.error(request, PAGE_CHANGED)
            return redirect("review", self.object.pk)
        self.state.task.specific.on_action(self.state, request.user, action, **form.cleaned_data)
        self._add_message(action)
        return redirect("wagtailadmin_home")

    def _add_message(self, action: str) -> None:
        page = Page.objects.get(pk=self.object.pk)
        if action == "reject":
            message = gettext("“%(title)s” was sent back.")
        elif page.live and not page.has_unpublished_changes:
            message = gettext("“%(title)s” was published.")
        elif self.publishes and self.go_live_at:
            message = gettext("“%(title)s” was approved. It goes live on %(time)s.")
        else:
            message = gettext("“%(title)s” was approved.")
        buttons = (
            [messages.button(url, gettext("View live"))]
            if page.live and (url := page.get_url())
            else None
        )
        values = {
            "title": self.object.latest_revision.object_str,
            "time": self.go_live_at and future_time(self.go_live_at),
        }
        messages.success(self.request, message % values, buttons=buttons)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim a review, or release it. Only users who can do the review may."""
    state = get_object_or_404(ReviewState, pk=pk, status=ReviewState.STATUS_IN_PROGRESS)
    page = state.workflow_state.content_object.specific
    if not state.task.specific.get_actions(page, request.user):
        raise PermissionDenied
    is_release = "release" in request.POST
    state.claimed_by, state.claimed_at = (None, None) if is_release else (request.user, now())
    state.save(update_fields=["claimed_by", "claimed_at"])
    return redirect("review", page.pk)


def waiting(request: HttpRequest) -> HttpResponse:
    """Display all pages that wait for a review by the user."""
    reviews = Paginator(waiting_for(request.user), PER_PAGE).get_page(request.GET.get("p"))
    table = Table(waiting_columns(), waiting_rows(reviews.object_list), classname="listing")
    context = {"table": table, "page_obj": reviews, "count": reviews.paginator.count}
    return render(request, "editorial/dashboard/waiting.html", context)


@require_POST
def forget_mail(request: HttpRequest) -> HttpResponse:
    """Delete the list of undelivered mail once an administrator has dealt with it."""
    if not request.user.has_perm("users.change_user"):
        raise PermissionDenied
    UndeliveredMail.objects.filter(attempts__gt=0).delete()
    return redirect("wagtailadmin_home")
