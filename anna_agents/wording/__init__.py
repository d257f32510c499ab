"""Anna's own words: questions, frame of a reply, names of values; six languages, in YAML."""
