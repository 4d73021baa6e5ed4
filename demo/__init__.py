"""An invented publication that fills a new site, and content for load tests."""
