"""What a search in the review list finds; it reads the index, and runs in a thread."""

from dataclasses import dataclass, replace

from simulator.session import archive
from simulator.session.query import Query, parse
from simulator.session.search import Hit
from simulator.session.workspace import Workspace

MOST_HITS = 200


@dataclass(frozen=True)
class Found:
    """What a search for `typed` found: the sessions that fit, newest first, and where the words stand in each."""

    typed: str
    query: Query
    ids: tuple[str, ...]
    hits: dict[str, list[Hit]]

    @property
    def why_none(self) -> str:
        """Where nothing fits a sentence for `with_keys`: why, and how all of them come back; else empty."""
        if self.ids:
            return ""
        if self.query.text.strip():
            return "Nothing found: all the words must stand in one item. {review.back} shows every interview."
        if self.typed.strip():
            return "No interview fits. {review.back} shows every interview."
        return "No interview has a weak or borderline answer. {review.missed} shows every interview."


def search(workspace: Workspace, typed: str, *, missed: bool) -> Found:
    """The sessions that fit what was typed: its filters, and every word somewhere in one item."""
    query = parse(typed, workspace.candidate)
    filters = replace(query.filters, missed=query.filters.missed or missed)
    query = replace(query, filters=filters)
    hits: dict[str, list[Hit]] = {}
    if not query.text.strip():
        rows = archive.rows(workspace, filters=filters, patience=0)
        return Found(typed, query, tuple(row.id for row in rows), hits)
    for hit in archive.found(workspace, query.text, filters, MOST_HITS):
        hits.setdefault(hit.session, []).append(hit)
    return Found(typed, query, tuple(hits), hits)
