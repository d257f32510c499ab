"""Files of any supported kind as text in which every character has its offset."""
