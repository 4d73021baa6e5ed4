"""The lists that editors work in: every article, event and book, and the directory."""
