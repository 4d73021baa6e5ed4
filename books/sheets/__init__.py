"""The catalogue as a table: one row for each format, in a file that spreadsheets read."""
