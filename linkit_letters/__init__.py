"""Offer letters from a CV and a vacancy, and Wet DBA descriptions, with nothing invented."""
