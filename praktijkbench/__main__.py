"""`python -m praktijkbench`."""

from praktijkbench.cli import main

main()
