"""The gate: every claim of a letter about the candidate, checked against CV and notes."""
