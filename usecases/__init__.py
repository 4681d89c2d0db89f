"""What a person or the clock can do; rights and transactions live here."""
