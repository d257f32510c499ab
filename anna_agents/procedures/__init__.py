"""Procedures as data: what they may say, reading a folder of them, checking them, walking one."""
