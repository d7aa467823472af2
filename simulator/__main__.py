"""`python -m simulator` is the `interview` command."""

try:
    from simulator.cli.main import main
except ModuleNotFoundError as lacking:
    if (lacking.name or "").startswith("simulator"):
        raise
    raise SystemExit(
        f"interview: this Python has no {lacking.name}, which the program needs. In the project's folder `make run` "
        "sets it up, and `.venv/bin/interview` starts it."
    ) from None

main()
