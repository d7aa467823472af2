"""How the demo's candidate speaks: answers from what a graph has, and stories and phrases of their own."""
