"""The graph as SVG, DOT and text."""
