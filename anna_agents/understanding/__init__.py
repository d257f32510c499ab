"""What a message means: which procedure, which facts, which mood; never what is to be done."""
