"""`python -m simulator` is the `interview` command."""

from simulator.cli.main import main

main()
