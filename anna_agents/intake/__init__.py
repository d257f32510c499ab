"""What comes in: a chat line or an e-mail, made into the customer's own new words."""
