"""The offer letter: planned from facts, written in three styles, checked, and given in four forms."""
