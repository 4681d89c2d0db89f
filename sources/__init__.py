"""Where a school's data comes from."""
