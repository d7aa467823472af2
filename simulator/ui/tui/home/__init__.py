"""Home, and the screens that set up an interview and the program."""
