"""Trials: attacks of one kind each, made as often as wanted, every one from a seed of its own.

`python -m tests.trials --seconds 60` makes each kind for a minute and prints how many there were and how many failed;
`make trials` makes all of it for an hour.
"""
