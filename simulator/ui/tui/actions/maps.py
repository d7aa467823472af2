"""Keys of the map, of a concept's page, and of asking the bank; and the keys that lead there."""

from simulator.ui.tui.actions.action import Action, scroll

ASK = "Ask the bank: definitions, answers, mistakes and sources"

ACTIONS: tuple[Action, ...] = (
    # the ways in
    Action("home.map", "m", "map", "map", "The map of concepts, and where you stand on each"),
    Action("home.study", "slash", "study", "search", ASK, 3),
    Action("report.study", "slash", "study", "search", ASK),
    Action("reader.study", "slash", "study", "search", ASK),
    Action("verdict.study", "s", "study", "study", "Ask the bank about this concept, or about anything else"),
    # the map
    Action("map.choose", "enter", "choose", "open", "Open the marked area, or the page of the marked concept", 1),
    Action("map.next", "right", "next_area", "next", "The next area", 2, ("l", "tab")),
    Action("map.previous", "left", "previous_area", "area before", "The area before", aliases=("h", "shift+tab")),
    Action("map.dive", "d", "dive", "deep dive", "An interview on the marked area, or the concept's; asks first", 3),
    Action("map.study", "slash", "study", "search", ASK, 4),
    Action("map.back", "escape", "back", "back", "Back to the areas; from there, home", 5, ("q",)),
    # a concept's page
    Action("concept.choose", "enter", "choose", "open", "Go to the marked concept, or read the marked transcript", 1),
    Action("concept.dive", "d", "dive", "deep dive", "An interview on the area of this concept; asks first", 2),
    Action("concept.study", "slash", "study", "search", "Ask the bank about this concept", 3),
    Action("concept.more", "space", "more", "more text", "Scroll the text above the list; at its end, back to the top"),
    Action("concept.back", "escape", "back", "back", "Back to the concept before; from the first, to the map", 4),
    Action("concept.leave", "q", "leave", "map", "Back to the map at once", 5),
    # asking the bank
    Action("study.read", "enter", "read", "read in full", "The marked passage in full, with its sources", 1),
    Action("study.next", "down", "next", "next", "The next passage", 2),
    Action("study.previous", "up", "previous", "before", "The passage before", 3),
    Action("study.back", "escape", "back", "back", "Back", 4),
    # a passage
    Action("passage.next", "n", "next", "next", "The next passage", 1, ("right",)),
    Action("passage.previous", "b", "previous", "before", "The passage before", 2, ("left",)),
    Action("passage.concept", "c", "concept", "concept", "The page of the concept", 3),
    *scroll("passage"),
    Action("passage.back", "escape", "back", "back", "Back to the passages", 4, ("q",)),
)  # fmt: skip
