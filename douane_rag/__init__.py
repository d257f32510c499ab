"""Handbooks to cited answers: a question is answered with literal quotes and their references."""
