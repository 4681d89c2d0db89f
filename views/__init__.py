"""Domain objects to message text."""
