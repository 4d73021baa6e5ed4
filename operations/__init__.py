"""What keeps a site running: set-up, backup and restore, export, health, logs."""
