"""What a vacancy asks, and whether a candidate's documents show it."""
