"""What runs in the child. It gets the text of these modules, so they import nothing else of the program."""
