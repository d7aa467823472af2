"""The parts of the interview room, one for each thing that the interview can wait for."""
