"""Compare two revisions of a page by what readers could notice.

Wagtail compares plain text, and does not mark a word made bold, another heading level or a moved
block. Here, each revision is converted to lines of words with their styles (`reading.py`,
`rich_text.py`), and the lines are compared (`diff.py`). Revisions with equal lines look the same to
readers, and every difference between lines is marked.
"""
