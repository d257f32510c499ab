"""The front door: the command line over the applications and the benchmarks; no logic of its own."""

__version__ = "0.1.0"
