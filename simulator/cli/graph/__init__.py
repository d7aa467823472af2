"""The commands `interview graph ...`: look at, check and make the graphs of what can be asked."""
