"""Finders, through which the conversion of a body resolves references."""


class Nothing:
    """A finder that finds nothing."""

    def image(self, url, attachment):
        return None

    def document(self, url, attachment):
        return None

    def link(self, url):
        return None

    def caption(self, attachment):
        return "", ""

    def attached(self, item):
        return []

    def pattern(self, number):
        return ""
