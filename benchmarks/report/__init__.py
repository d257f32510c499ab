"""What a run found, as a model, and its printed forms: HTML, Markdown, JSON and the terminal."""
