"""What a CV says, each fact with the words it came from."""
