"""The full-screen program in a browser: a server for one person, and a process of its own for each tab."""
