"""The whole site as JSON lines and media, for any of the databases."""
