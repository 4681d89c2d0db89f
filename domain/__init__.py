"""The school's own words and rules; knows no database, no network and no Telegram."""
