"""Dutch and English: sentences, numbers, dates, and the words of the trade."""
