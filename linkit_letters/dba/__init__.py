"""An assignment against the Wet DBA: nine viewpoints, thirteen elements, and a description."""
