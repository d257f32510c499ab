"""The product manager's loop: what goes wrong, and what a changed procedure would change."""
