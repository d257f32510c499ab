"""From a question to the paragraphs that may answer it."""
