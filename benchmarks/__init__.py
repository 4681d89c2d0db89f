"""Programs that measure us against a bare baseline."""
