"""What is kept about a person with an account: shown, exported, and erased."""
