"""The embedded reader: Dutch text analysis by rules and lexicons; not a language model."""

from pulse_nps.reader.category import grade_of, judge_columns, read_category
from pulse_nps.reader.reading import Evidence, Reading, read_drivers

__all__ = ["Evidence", "Reading", "grade_of", "judge_columns", "read_category", "read_drivers"]
