"""Mail to those who work on a text, and what becomes of mail that does not leave."""
