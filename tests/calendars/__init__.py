"""Two parsers of iCalendar that know nothing of each other, to read what we write."""
