"""The panes of the room, one for each thing that the interview can wait for."""
