"""The offer letter: planned from facts, written in three styles, checked, in four forms."""
