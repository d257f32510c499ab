"""Suites, scoring, statistics and the report: what was measured beside what the study printed."""
