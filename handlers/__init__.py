"""What Telegram brings: parse, ask a use case, show the answer."""
