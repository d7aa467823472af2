"""The style sheet of an HTML report: readable on a screen, in the dark and on paper."""

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 Georgia, 'Times New Roman', serif; color: #1a202c; background: #ffffff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3, table, svg, .facts, .label { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #cbd2dd; padding-bottom: .2rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p.lead { font-size: 1.15rem; margin: .4rem 0; }
.facts, .label { color: #4a5568; font-size: .875rem; }
.label { margin: 1rem 0 .2rem; font-weight: 600; }
blockquote { margin: .5rem 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid #9aa8bd; }
blockquote > p:first-child { margin-top: .3rem; }
blockquote > p:last-child { margin-bottom: .3rem; }
blockquote.said { white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e2e6ed; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre, code { font: .875rem/1.4 ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; }
pre { overflow-x: auto; background: #f4f6f9; padding: .6rem; white-space: pre-wrap; }
svg { width: 100%; height: auto; }
ul.path { list-style: none; padding: 0; }
ul.path li { margin: .5rem 0; }
ul.points { list-style: none; padding: 0; }
ul.points li { padding: .15rem 0 .15rem 5.2rem; text-indent: -5.2rem; }
ul.points b { display: inline-block; width: 5.2rem; text-indent: 0; }
a { color: #1f4e9c; }
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  h2, h3, h2 + p, .label { break-after: avoid; }
  svg { max-width: 14cm; }
  svg, tr, blockquote { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  a[href^='http']::after { content: ' (' attr(href) ')'; font-size: .8em; }
}
"""
