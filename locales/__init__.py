"""The school's diary speaks Russian and English: gettext catalogues."""
