"""From the paragraphs found to an answer in literal quotes, or to "not in the handbooks"."""
