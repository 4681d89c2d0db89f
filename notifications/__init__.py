"""From facts to messages: kinds, planner, sender."""
