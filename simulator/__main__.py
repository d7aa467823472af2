"""`python -m simulator` is the `interview` command."""

from simulator.cli import main

main()
