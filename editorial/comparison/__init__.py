"""Compare two versions of a page by what readers could notice.

Wagtail compares plain text, so that a word made bold, another level of a heading or a moved block
shows no mark. Here each version is read into lines (`reading.py`, `rich_text.py`), which hold words
with their styles, and the lines are compared (`diff.py`). Versions with equal lines look
equal to a reader, and every difference between lines is marked.
"""
