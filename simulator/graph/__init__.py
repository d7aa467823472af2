"""What can be asked: the records of a graph, its files, its lint, its drawings and its importers."""
