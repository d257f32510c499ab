"""The countries the shop works in: languages, hours, money, courier, what the law asks."""
