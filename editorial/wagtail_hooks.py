"""Where the editorial desk joins Wagtail's admin."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from editorial.directory import DirectoryGroup
from editorial.moderation import refuse_new_publication, refuse_publication

hooks.register("before_edit_page", refuse_publication)
hooks.register("before_create_page", refuse_new_publication)
modeladmin_register(DirectoryGroup)
