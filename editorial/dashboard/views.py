"""The review of a page: checklist, comparison and decision."""

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Table
from wagtail.models import Page, TaskState

from editorial.comparison.pages import ComparisonView, PageComparison
from editorial.dashboard.panels import waiting_columns
from editorial.dashboard.review_queue import waiting_for, waiting_rows
from editorial.models import ReviewState, UndeliveredMail
from editorial.moderation.guards import PAGE_CHANGED
from editorial.review.checklist import Checklist

PER_PAGE = 50


class ReviewView(ComparisonView):
    """Shows the whole difference between what readers see and what waits, and takes a decision."""

    template_name = "editorial/dashboard/review.html"
    page_title = "Review"

    def setup(self, request: HttpRequest, page_id: int) -> None:
        """Compare what is public with the last version."""
        super().setup(request, page_id, "live", "latest")
        self.state = self.object.current_workflow_task_state
        self.actions = dict.fromkeys(name for name, *_rest in self._task_actions(request.user))

    def _task_actions(self, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        return self.state.task.specific.get_actions(self.object, user) if self.state else []

    @cached_property
    def seen(self) -> str:
        """Return what tells this version from a later one, even where that has the same key."""
        revision = self.object.latest_revision
        return f"{revision.pk} {revision.created_at.isoformat()}"

    def get_edit_handler(self) -> PageComparison:
        """Compare a page that was never live with nothing: all of it is new."""
        return PageComparison(self.object, is_new=not self.object.live)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the checklist and what can be decided."""
        context = super().get_context_data(**kwargs)
        states = TaskState.objects.filter(pk=self.state.pk) if self.state else ()
        return context | {
            "checklist": Checklist.of(self.object, self.request.user),
            "row": next(iter(waiting_rows(states)), None) if self.state else None,
            "review": self.state if isinstance(self.state, ReviewState) else None,
            "forms": kwargs.get("forms") or {name: self._form(name) for name in self.actions},
            "seen": self.seen,
        }

    def _form(self, action: str, data: dict | None = None) -> Form:
        return self.state.task.specific.get_form_for_action(action)(data, prefix=action)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Approve or send back, if the text is still the one that was read."""
        action = request.POST.get("action", "")
        if action not in self.actions:
            raise PermissionDenied
        form = self._form(action, request.POST)
        if not form.is_valid():
            forms = {name: self._form(name) for name in self.actions} | {action: form}
            return self.render_to_response(self.get_context_data(forms=forms))
        if request.POST.get("seen") != self.seen:
            messages.error(request, PAGE_CHANGED)
            return redirect("review", self.object.pk)
        self.state.task.specific.on_action(self.state, request.user, action, **form.cleaned_data)
        self._tell(action)
        return redirect("wagtailadmin_home")

    def _tell(self, action: str) -> None:
        title = self.object.latest_revision.object_str
        if action == "reject":
            messages.success(self.request, f"“{title}” was sent back.")
            return
        page = Page.objects.get(pk=self.object.pk)
        done = "is public now" if page.live and not page.has_unpublished_changes else "is approved"
        messages.success(self.request, f"“{title}” {done}.")


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a review on, or let it go; who may do neither is refused."""
    state = get_object_or_404(ReviewState, pk=pk, status=ReviewState.STATUS_IN_PROGRESS)
    page = state.workflow_state.content_object.specific
    if not state.task.specific.get_actions(page, request.user):
        raise PermissionDenied
    releases = "release" in request.POST
    state.claimed_by, state.claimed_at = (None, None) if releases else (request.user, now())
    state.save(update_fields=["claimed_by", "claimed_at"])
    return redirect("review", page.pk)


def waiting(request: HttpRequest) -> HttpResponse:
    """Show all that waits for this person."""
    reviews = Paginator(waiting_for(request.user), PER_PAGE).get_page(request.GET.get("p"))
    table = Table(waiting_columns(), waiting_rows(reviews.object_list), classname="listing")
    context = {"table": table, "page_obj": reviews, "count": reviews.paginator.count}
    return render(request, "editorial/dashboard/waiting.html", context)


@require_POST
def forget_mail(request: HttpRequest) -> HttpResponse:
    """Delete the list of undelivered mail once an administrator has dealt with it."""
    if not request.user.has_perm("users.change_user"):
        raise PermissionDenied
    UndeliveredMail.objects.all().delete()
    return redirect("wagtailadmin_home")
