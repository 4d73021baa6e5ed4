"""Backups of the database and the media, and their restoration."""
