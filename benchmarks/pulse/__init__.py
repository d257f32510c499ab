"""The Pulse suite: three prototypes, their baselines, the ceiling and what stands in between."""
