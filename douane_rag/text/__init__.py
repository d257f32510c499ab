"""Dutch as the handbooks write it: words, stems, compounds, sentences, abbreviations, terms."""
