"""The pictures of the demo publication, drawn so that it holds nobody else's work."""
