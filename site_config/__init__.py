"""The composition root: settings, URLs and the WSGI application."""
