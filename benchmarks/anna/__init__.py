"""Anna's suite: simulated customers, what became of their matters, and who comes back."""
