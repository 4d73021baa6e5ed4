"""Admin URLs of letters; Wagtail requires access to the admin for all of them."""

from django.urls import path

from letters.views import DomainView, ImportSubscribersView, MailingsView, MailingView, send_test

urlpatterns = [
    path("letters/", MailingsView.as_view(), name="mailings"),
    path("letters/lists/<int:pk>/domain/", DomainView.as_view(), name="letters_domain"),
    path("letters/import/", ImportSubscribersView.as_view(), name="import_subscribers"),
    path("letters/<int:pk>/", MailingView.as_view(), name="mailing"),
    path("letters/<int:pk>/test/", send_test, name="test_letter"),
]
