"""The parts that screens are made of: editor, lists of rows, prose, plots, key hints."""
