"""Public URLs of subscriptions."""

from django.urls import path

from letters.subscribing import views

urlpatterns = [
    path("", views.sign_up, name="letters_sign_up"),
    path("confirm/<token>/", views.confirm, name="letters_confirm"),
    path("unsubscribe/<token>/", views.unsubscribe, name="letters_unsubscribe"),
    path("preferences/", views.request_preferences, name="letters_request_preferences"),
    path("preferences/<token>/", views.preferences, name="letters_preferences"),
    path("address/<token>/", views.change_address, name="letters_address"),
]
