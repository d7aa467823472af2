"""The room: one screen, its stage, and what is sat in it."""
