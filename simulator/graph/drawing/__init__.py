"""A graph as text in layers, as pages, and as Mermaid, DOT and SVG for other programs."""
