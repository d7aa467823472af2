"""`interview graph`: look at, check and make the graphs of what can be asked."""

from collections import Counter
from pathlib import Path

import click

from simulator.cli.common import narrate, say, say_json, workspace, workspace_options
from simulator.graph.findings import Finding
from simulator.session.workspace import find_graph

graph_argument = click.argument("graph", required=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def graph() -> None:
    """Look at, check and make the graphs of what can be asked.

    GRAPH is the name of a graph or the path of its folder; without it, llm.
    """


@graph.command()
@graph_argument
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--area", metavar="AREA", help="Only what concerns questions and concepts of this area.")
@click.option("--errors", is_flag=True, help="Leave the warnings out.")
@workspace_options
@click.pass_context
def lint(ctx: click.Context, graph: str | None, as_json: bool, area: str | None, errors: bool) -> None:
    """Hold a graph to the standard. Status 1 if it has errors."""
    from simulator.graph.lint import lint as find_faults  # deferred: --help does not need the rules

    path = find_graph(workspace(ctx), graph)
    findings = find_faults(path, area)
    if errors:
        findings = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        names = ("rule", "severity", "file", "line", "record", "key", "message")
        say_json({"graph": path.name, "findings": [{name: getattr(f, name) for name in names} for f in findings]})
    else:
        _tell(path, findings)
    ctx.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _tell(path: Path, findings: list[Finding]) -> None:
    for finding in findings:
        say(f"{finding.severity}: {finding} [{finding.rule}]")
    counts = Counter(finding.severity for finding in findings)
    rules = ", ".join(f"{count} {rule}" for rule, count in Counter(f.rule for f in findings).most_common(8))
    errors, warnings = _count(counts["error"], "error"), _count(counts["warning"], "warning")
    narrate(f"{path.name}: {errors}, {warnings}{f' ({rules})' if rules else ''}.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
