"""The handbook assistant under test: what it finds, what it answers, what time it saves."""
