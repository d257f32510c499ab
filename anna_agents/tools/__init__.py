"""What may be done to the shop's database, each with its own guard."""
