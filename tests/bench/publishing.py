"""Publish an article of the site that the environment names, as an editor does."""

import django

django.setup()

from news.models import ArticlePage

page = ArticlePage.objects.live().order_by("-pk").first()
page.save_revision().publish()
