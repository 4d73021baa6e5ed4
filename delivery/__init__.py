"""How pages reach readers: made once, kept, and never older than the last publication."""
