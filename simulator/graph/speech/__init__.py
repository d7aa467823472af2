"""How a text of the bank is spoken: its sentences as somebody says them, and the points of a rubric in plain words."""
