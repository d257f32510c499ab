"""A contact from message to reply: whose, which procedure, what is asked, done, said, passed on."""
