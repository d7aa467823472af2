"""The colours of pages and pictures, which are those of the screens; and the style sheet of the pages."""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "background": "#fbf9f5",
    "panel": "#f1ede5",
    "rule": "#cfc8ba",
    "foreground": "#26292e",
    "muted": "#5f6168",
    "unknown": "#59627a",
    "accent": "#0f5c9e",
    "focus": "#0b4f8a",
    "good": "#2b6a26",
    "fair": "#7d5100",
    "poor": "#ad2318",
    "heard": "#7031a8",
}
DARK: Mapping[str, str] = {
    "background": "#14171c",
    "panel": "#1d2229",
    "rule": "#3a4350",
    "foreground": "#dcdfe4",
    "muted": "#98a1ad",
    "unknown": "#9aa5b8",
    "accent": "#7cc4f5",
    "focus": "#9ad4ff",
    "good": "#8fd07f",
    "fair": "#edc06a",
    "poor": "#ff8f85",
    "heard": "#cfa8ff",
}
# on paper text is black, and what is toned is dark enough for a grey printer
PAPER: Mapping[str, str] = {
    "background": "#ffffff",
    "panel": "#ffffff",
    "rule": "#8a8a8a",
    "foreground": "#000000",
    "muted": "#333333",
    "unknown": "#38405a",
    "accent": "#000000",
    "focus": "#000000",
    "good": "#0b4a06",
    "fair": "#5a3700",
    "poor": "#8c0d05",
    "heard": "#4f1285",
}


def as_variables(colours: Mapping[str, str]) -> str:
    """The colours as variables of a style sheet."""
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SERIF = "'Iowan Old Style', Charter, Georgia, 'Times New Roman', serif"
MONO = "ui-monospace, 'SF Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"

# of the classes of Pygments, in the tokens of the page: light, dark and on paper they can be read as its text can
CODE_COLOURS = """\
pre :is(.c, .c1, .ch, .cm, .cs, .cp) { color: var(--muted); font-style: italic; }
pre :is(.s, .s1, .s2, .sd, .sa, .sb, .sc, .se, .si, .sr, .sh, .sx, .dl) { color: var(--good); }
pre :is(.m, .mi, .mf, .mh, .mo, .mb, .il) { color: var(--fair); }
pre :is(.k, .kn, .kd, .kr, .kc, .ow) { color: var(--accent); font-weight: 600; }
pre :is(.nf, .nc, .nd, .fm) { color: var(--heard); }
pre :is(.nb, .bp, .ne) { color: var(--accent); }"""

_SCREEN = f"""
:root {{ color-scheme: light dark; {as_variables(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root {{ {as_variables(DARK)} }} }}
* {{ box-sizing: border-box; }}
html {{ -webkit-text-size-adjust: 100%; }}
body {{ margin: 0; background: var(--background); color: var(--foreground); font: 1rem/1.6 {SANS};
  overflow-wrap: break-word; }}
main {{ max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }}
article + article {{ margin-top: 4rem; padding-top: 3rem; border-top: 2px solid var(--rule); }}
h1 {{ font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 1.25rem;
  text-wrap: balance; }}
h2 {{ font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; margin: 3rem 0 .75rem; }}
h3, h4 {{ font-size: .95rem; margin: 1.75rem 0 .4rem; }}
p {{ margin: .5rem 0; }}
a {{ color: var(--accent); text-underline-offset: .15em; }}
a:focus-visible, summary:focus-visible {{ outline: 2px solid var(--focus); outline-offset: 3px; border-radius: 3px; }}
small, .quiet, .beside, .kicker, figcaption {{ color: var(--muted); font-size: .9rem; }}
.kicker {{ margin: 0 0 .5rem; }}
.beside {{ margin: .35rem 0; }}
.good {{ color: var(--good); }} .fair {{ color: var(--fair); }}
.poor {{ color: var(--poor); }} .unknown {{ color: var(--unknown); }}
.caution {{ margin: .75rem 0; padding: .5rem .9rem; background: var(--panel); border-left: 3px solid var(--fair); }}
.recommendation {{ display: inline-block; margin: 0 0 1rem; padding: .45rem 1.1rem; border: 2px solid currentColor;
  border-radius: 2rem; font-size: 1.25rem; font-weight: 650; line-height: 1.35; }}
.recommendation.unknown {{ border-radius: .75rem; font-size: 1.1rem; }}
.badge {{ display: inline-block; padding: 0 .6em; border: 1px solid currentColor; border-radius: 1em;
  background: var(--panel); font: 600 .8rem/1.55 {SANS}; letter-spacing: 0; white-space: nowrap;
  vertical-align: .1em; }}
.facts {{ display: flex; flex-wrap: wrap; gap: .9rem 1.9rem; margin: 2rem 0 0; padding: 1rem 0;
  border: 1px solid var(--rule); border-width: 1px 0; }}
.facts dt {{ color: var(--muted); font-size: .8rem; }}
.facts dd {{ margin: 0; font-size: 1.1rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
.facts small {{ font-weight: 400; font-size: .8rem; }}
.columns {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0 2.5rem; }}
.columns h2 {{ margin-top: 2.5rem; }}
.signed {{ list-style: none; margin: .5rem 0; padding: 0; }}
.signed > li {{ position: relative; margin: 0 0 .9rem; padding-left: 1.75rem; }}
.signed .sign {{ position: absolute; left: .1rem; font-weight: 700; }}
.signed strong {{ font-weight: 600; }}
ol:not([class]), .study {{ padding-left: 1.4rem; }}
ol:not([class]) > li, .study > li {{ margin: .6rem 0; }}
figure {{ margin: 1rem 0; }}
figcaption {{ margin-top: .5rem; }}
.chart {{ display: block; width: 100%; height: auto; font: 12px {SANS}; }}
.chart.small {{ max-width: 30rem; }}
.chart.narrow {{ display: none; }}
.chart text {{ fill: var(--foreground); }}
.chart .quiet {{ fill: var(--muted); font-size: 12px; }}
.chart .good {{ fill: var(--good); }} .chart .fair {{ fill: var(--fair); }}
.chart .poor {{ fill: var(--poor); }} .chart .unknown {{ fill: var(--unknown); }}
.chart text:is(.good, .fair, .poor, .unknown) {{ font-size: 14px; font-weight: 700; }}
.grid {{ stroke: var(--rule); }}
.band {{ fill: var(--accent); fill-opacity: .18; }}
.line {{ fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }}
.chart .dot {{ fill: var(--accent); }}
.chart .ring {{ fill: var(--background); stroke: var(--accent); stroke-width: 2; }}
.chart .reach {{ stroke: var(--muted); }}
.bars {{ list-style: none; margin: 0; padding: 0; }}
.bars li {{ display: grid; grid-template-columns: minmax(0, 13rem) minmax(6rem, 1fr) 6.5rem 8.2rem; gap: 0 1rem;
  align-items: center; padding: .45rem 0; border-bottom: 1px solid var(--rule); line-height: 1.3; }}
.bars.words li {{ grid-template-columns: minmax(0, 1fr) auto; }}
.bars .figure {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
.bars .word {{ font-size: .9rem; font-weight: 600; }}
.interval {{ position: relative; height: 1rem; }}
.interval::before {{ content: ''; position: absolute; inset: 50% 0 auto; border-top: 1px solid var(--rule); }}
.interval i {{ position: absolute; }}
.interval .half {{ left: 50%; top: 10%; height: 80%; border-left: 1px solid var(--muted); }}
.interval .reach {{ top: calc(50% - 3px); border-top: 6px solid; border-radius: 3px; opacity: .55; }}
.interval .dot {{ top: calc(50% - 6px); margin-left: -6px; border: 6px solid; border-radius: 50%; }}
.asked {{ list-style: none; margin: 0; padding: 0; }}
.asked li {{ display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .75rem; padding: .4rem 0;
  border-bottom: 1px solid var(--rule); }}
.asked a {{ flex: 1 1 14rem; text-decoration-color: var(--rule); }}
.time {{ min-width: 6.5rem; color: var(--muted); font-size: .9rem; font-variant-numeric: tabular-nums;
  text-align: right; }}
.item {{ margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); scroll-margin-top: 1rem; }}
.item h3 {{ font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; margin: 0; }}
.item h3 > span:first-child:not(.badge) {{ display: block; color: var(--muted); font-size: .85rem; font-weight: 500;
  letter-spacing: 0; }}
blockquote {{ margin: .75rem 0; padding: 0 0 0 1rem; border-left: 3px solid var(--rule); }}
.prompt {{ border-color: var(--accent); font: 1.08rem/1.6 {SERIF}; }}
.who {{ margin: 0; color: var(--muted); font-size: .8rem; font-weight: 600; }}
.turn {{ margin: .75rem 0; padding-left: 1rem; border-left: 3px solid transparent; }}
.turn.you, .turn.clarify, .turn.note {{ border-color: var(--focus); border-radius: 0 6px 6px 0;
  background: var(--panel); padding: .5rem 1rem; }}
.said {{ white-space: pre-wrap; }}
.prose > :first-child {{ margin-top: 0; }} .prose > :last-child {{ margin-bottom: 0; }}
.verdict {{ margin: .4rem 0 .6rem; }}
.points > li {{ margin-bottom: .45rem; }}
.points .mark {{ font-weight: 600; font-size: .9rem; margin-right: .35rem; }}
.points :is(.prose, .said), .facts :is(.prose, .said), .points .prose p {{ display: inline; }}
ul.options, ul.claims, ul.facts, ul.sources {{ display: block; margin: .4rem 0; padding-left: 1.2rem; border: 0; }}
.correction {{ list-style: none; margin-bottom: .6rem; color: var(--muted); }}
details {{ margin: 1rem 0; }}
.choice label {{ margin-right: 1.25rem; white-space: nowrap; }}
summary {{ cursor: pointer; color: var(--accent); font-weight: 600; font-size: .95rem; }}
.figures {{ margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); }}
summary h2 {{ display: inline; color: var(--accent); }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
th, td {{ text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; }}
thead :is(th, td)::first-letter {{ text-transform: uppercase; }}
td.n, th.n {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
tbody th {{ font-weight: 500; }}
pre, code {{ font: .875em/1.45 {MONO}; }}
pre {{ padding: .75rem 1rem; background: var(--panel); border-radius: 6px; white-space: pre-wrap; }}
pre {{ overflow-wrap: anywhere; tab-size: 4; }}
pre :is(code, .quiet) {{ font-size: inherit; }}
{CODE_COLOURS}
@media (max-width: 40rem) {{
  main {{ padding-top: 2rem; }}
  .chart.wide {{ display: none; }} .chart.narrow {{ display: block; }}
  .bars li {{ grid-template-columns: 1fr auto; }}
  .bars .interval {{ grid-column: 1 / -1; grid-row: 2; margin: .25rem 0; }}
  .bars .figure {{ grid-column: 2; grid-row: 1; }}
  .bars .word {{ grid-column: 1 / -1; }}
  .time {{ text-align: left; min-width: 0; }}
  .asked a {{ flex-basis: 100%; }}
}}
"""

# black on white whatever the screen shows: first what one hands over, on a page of its own, then the rest without what
# is folded, and without the answers and references unless they're ticked (a browser that can't tell prints them)
_PAPER = f"""
@media print {{
  :root {{ color-scheme: light; {as_variables(PAPER)} }}
  html {{ font-size: 9pt; }}
  body {{ line-height: 1.35; }}
  main {{ max-width: none; padding: 0; }}
  h1 {{ font-size: 18pt; margin-bottom: .75rem; }}
  h2 {{ margin: 1.25rem 0 .4rem; }}
  h3, h4 {{ margin: .6rem 0 .2rem; }}
  p, figure {{ margin-block: .3rem; }}
  h2, h3, h4, .who, summary, .item > p.quiet {{ break-after: avoid; }}
  .columns {{ grid-template-columns: 1fr 1fr; }}
  .columns h2 {{ margin-top: 1.25rem; }}
  .facts {{ margin-top: 1rem; padding: .5rem 0; }}
  h2, h3, h4, ol > li, .points > li, .columns section, .facts, figure, .bars li, .asked li, .signed > li, tr,
  .caution {{ break-inside: avoid; }}
  article > section:first-of-type {{ break-before: page; }}
  article > section:first-of-type > h2 {{ margin-top: 0; }}
  article + article {{ break-before: page; border: 0; padding: 0; margin: 0; }}
  .signed > li {{ margin-bottom: .5rem; }}
  ol:not([class]) > li, .study > li {{ margin: .3rem 0; }}
  .bars li, .asked li {{ padding-block: .15rem; }}
  .chart {{ max-width: 13cm; }}
  .chart.wide {{ display: block; }} .chart.narrow {{ display: none; }}
  .item {{ margin-top: .9rem; padding-top: .5rem; }}
  .item h3 {{ font-size: 1.05rem; }}
  .item h3 > span:first-child:not(.badge), .item :is(.who, .who + :is(.prose, .said), .who + .prose > p:first-child) {{
    display: inline; }}
  .item .who::after {{ content: ': '; }}
  .item :is(.turn, blockquote) {{ margin-block: .3rem; padding-block: 0 !important; }}
  .prompt {{ font-size: 1rem; line-height: 1.35; }}
  .points > li {{ margin-bottom: .15rem; }}
  .choice, details:not([open]), .item > h4:has(+ .verdict) {{ display: none; }}
  article:not(:has(.with-answers:checked)) .item {{ display: none; }}
  article:not(:has(.with-references:checked)) .item details {{ display: none; }}
  summary {{ list-style: none; color: inherit; }}
  a {{ color: inherit; text-decoration: none; }}
  a[href^='http']::after {{ content: ' (' attr(href) ')'; font-size: .8em; }}
  @page {{ margin: 14mm 15mm; }}
}}
"""
STYLE = _SCREEN + _PAPER
