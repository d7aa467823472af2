"""The interview room: the screen, what it holds, and the panes that stand in its middle."""
