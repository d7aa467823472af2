"""Reports as one HTML file. It needs no other file, no network and no script."""

from collections.abc import Iterable, Iterator
from html import escape

from simulator.graph.text import clean
from simulator.report.export.page import body, page_title
from simulator.report.export.prose import tables
from simulator.report.export.style import STYLE
from simulator.report.records import Assessment

# forbids the page to run or fetch anything
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(assessment: Assessment) -> str:
    """The whole report as one HTML page."""
    return "".join(document(page_title(assessment), [body(assessment)]))


def html_pages(assessments: Iterable[Assessment]) -> Iterator[str]:
    """Each report as a page."""
    return map(as_html, assessments)


def html_archive(assessments: Iterable[Assessment]) -> Iterator[str]:
    """All reports in one page, in pieces."""
    return document("Interviews", map(body, assessments))


def document(title: str, bodies: Iterable[str]) -> Iterator[str]:
    """A whole page around its bodies, in pieces to be written one after the other."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(clean(title))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from map(clean, bodies)
    yield "</main>\n</body>\n</html>\n"


def index_page(markdown: str) -> str:
    """The index of a folder as a page. Its links lead to files beside it, so none is refused."""
    return "".join(document("Interviews", [f"<article>{tables(markdown, {}, own_links=True)}</article>\n"]))
