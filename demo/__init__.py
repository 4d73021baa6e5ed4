"""An invented publication, so that a new site can be seen at work before its first word."""
