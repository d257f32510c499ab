"""Predicts the NPS category of a caller from the transcript of the call: three prototypes."""
