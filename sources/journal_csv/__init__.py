"""Journal CSV: lessons, homework, attendance, final marks, announcements."""
