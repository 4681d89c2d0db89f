"""One file a kind of notification."""
