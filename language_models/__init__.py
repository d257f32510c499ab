"""What a model is asked, who answers, and the record of answers."""
