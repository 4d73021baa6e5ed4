"""Sign-in, second factor, sessions and the security log of the staff."""
