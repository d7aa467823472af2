"""`interview ask`: what the bank says on something."""

import click

from simulator.cli.common import narrate, say, say_json, workspace, workspace_options

WIDTH = 79


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--graph", metavar="GRAPH", help="The graph to ask; without it, llm.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many passages.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def ask(ctx: click.Context, words: tuple[str, ...], graph: str | None, limit: int, as_json: bool) -> None:
    """Search definitions, answers, mistakes and sources, and show the best passages."""
    import msgspec  # deferred with what follows: --help asks nothing

    from simulator.cli.graph_look import open_graph
    from simulator.report.plain import wrapped
    from simulator.report.study import ask as asked

    query = " ".join(words)
    found = asked(open_graph(workspace(ctx), graph), query, limit)
    if as_json:
        say_json({"query": query, "passages": msgspec.to_builtins(found)})
        return
    for number, passage in enumerate(found):
        if number:
            say()
        say(f"{passage.title} · {passage.kind} · {passage.id}")
        # what was found stands between brackets, for colour alone would not carry it
        text = "".join(f"[{part}]" if hit else part for part, hit in passage.parts)
        for line in wrapped(f"{text} {passage.url}".rstrip(), WIDTH, "    ", "    "):
            say(line)
    if not found:
        narrate("The bank says nothing on that; try other words.")
