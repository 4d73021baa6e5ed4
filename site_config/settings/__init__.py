"""Settings: `base` is for production; `dev` and `test` derive from it."""
