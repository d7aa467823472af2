"""`interview graph lint`: what is wrong with a graph, for people and as JSON."""

from collections import Counter
from pathlib import Path

import click

from simulator.cli.common import print_status, print_text, say_json, workspace, workspace_options
from simulator.graph.findings import Finding
from simulator.graph.text import plural
from simulator.session.workspace import find_graph

MOST_RULES = 8
KEYS = ("rule", "severity", "file", "line", "record", "key", "message")


@click.command()
@click.argument("graph", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--area", metavar="AREA", help="Only what concerns the questions and concepts of this area.")
@click.option("--errors", is_flag=True, help="Leave the warnings out.")
@workspace_options
@click.pass_context
def lint(ctx: click.Context, graph: str | None, as_json: bool, area: str | None, errors: bool) -> None:
    """Check a graph against the standard.

    Errors make a graph unusable or wrong, warnings fall short of a good bank. The status is 1 if there are errors.
    """
    from simulator.graph.lint.run import lint as find_faults  # deferred: --help does not need the rules

    path = find_graph(workspace(ctx), graph)
    findings = find_faults(path, area)
    if errors:
        findings = [finding for finding in findings if finding.severity == "error"]
    if as_json:
        say_json({"graph": path.resolve().name, "findings": [{key: getattr(f, key) for key in KEYS} for f in findings]})
    else:
        _print_findings(path, findings)
    ctx.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _print_findings(path: Path, findings: list[Finding]) -> None:
    for finding in findings:
        print_text(f"{finding.severity}: {finding} [{finding.rule}]")
    counts = Counter(finding.severity for finding in findings)
    by_rule = Counter(f.rule for f in findings).most_common()
    rest = sum(number for _, number in by_rule[MOST_RULES:])
    named = [f"{number} {rule}" for rule, number in by_rule[:MOST_RULES]]
    rules = ", ".join([*named, f"{rest} of other rules"] if rest else named)
    errors, warnings = plural(counts["error"], "error"), plural(counts["warning"], "warning")
    print_status(f"{path.resolve().name}: {errors}, {warnings}{f' ({rules})' if rules else ''}.")
