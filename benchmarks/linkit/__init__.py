"""LINKIT's letters and descriptions under test."""
