"""One module a screen: home, setup, room, report, review, map and the others."""
