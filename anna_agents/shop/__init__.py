"""The print shop's database: its tables, opening one, and reading the state of an order."""
