"""Admin URLs of the editorial app; Wagtail requires access to the admin for all of them."""

from django.urls import path

from editorial.dashboard.views import ReviewView, claim, forget_mail, waiting
from editorial.handbook import handbook, handbook_chapter, handbook_picture
from editorial.listings.book_spreadsheet import catalogue_download, catalogue_sheet
from editorial.merge import merge_entry
from editorial.unsaved import editing_session

urlpatterns = [
    path("directory/<str:label>/<int:pk>/merge/", merge_entry, name="merge_entry"),
    path("catalogue/<int:pk>/", catalogue_sheet, name="catalogue_sheet"),
    path("catalogue/<int:pk>/file/", catalogue_download, name="catalogue_download"),
    path("reviews/", waiting, name="waiting"),
    path("reviews/<int:page_id>/", ReviewView.as_view(), name="review"),
    path("reviews/claims/<int:pk>/", claim, name="claim_review"),
    path("handbook/", handbook, name="handbook"),
    path("handbook/<slug:chapter>/", handbook_chapter, name="handbook_chapter"),
    path("handbook/pictures/<slug:picture>.webp", handbook_picture, name="handbook_picture"),
    path("editing-session/", editing_session, name="editing_session"),
    path("undelivered-mail/seen/", forget_mail, name="undelivered_mail_seen"),
]
