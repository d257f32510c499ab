"""The front door: the command line over applications and benchmarks; no logic of its own."""

__version__ = "0.1.0"
