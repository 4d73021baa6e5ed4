"""Draw the images of the demo publication, so that it contains no third-party work."""
