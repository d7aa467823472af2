"""What the interviewer says before a question by the reason for it: that they stay with a subject, or leave it."""

from collections.abc import Mapping

from simulator.engine.choice.reasons import Reason, area_named
from simulator.engine.choice.told.named import named_as_said
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Graph
from simulator.graph.speech import title_within
from simulator.graph.text import upper_first

STILL_TIME = "We've still got some time, so "
AFTER_LONG = f"{STILL_TIME}let's try {{area}}."
LEFT = ("Next, {area}.", "Let's have a look at {area}, too.", "We've got time for one on {area}.")
LEFT_AGAIN = ("We've got time to go back to {area}.", "Something more on {area}.", "Let's return to {area}.")
STAYS = ("Let's stay with {area}.", "Another one on {area}.", "Let's carry on with {area}.")
NEXT = ("Next question.", "On to another one.", "Here's the next one.")  # a bank of one area needn't name it
LONG: Mapping[str, str] = {"design": "Now a longer task", "task": "Now I'd like you to write some code"}
MENDS = "Now I'd like you to find a fault in some code and mend it"  # where code is there already
STORY = (
    "You mentioned {words}, so here are some questions on {area}.",
    "You brought up {words}, so let's carry on with {area}.",
    "{area_first}, then, as you mentioned {words}.",
)
# by turns: what the candidate mentioned is taken up within the area, or leads to another
MENTIONED = (
    "You mentioned {words}. Let's go into that.",
    "You brought up {words}. I'd like to hear more about that.",
    "Let's take up {words}, which you mentioned.",
    "You talked about {words} earlier. Let's have a closer look at that.",
)
LEADS_ELSEWHERE = (
    "You mentioned {words}. That takes us to {area}.",
    "You brought up {words}, so let's talk about {area}.",
    "Let's take up {words}, which you mentioned. That brings us to {area}.",
    "You talked about {words} earlier. So, on to {area}.",
)
LEADS_BACK = (  # to an area that was talked about before the last item
    "You mentioned {words}. That takes us back to {area}.",
    "You brought up {words}, so let's go back to {area}.",
    "Let's take up {words}, which you mentioned. That brings us back to {area}.",
    "You talked about {words} earlier. So, back to {area}.",
)
# to a question of the same area that is about something else
LED = (
    "You mentioned {words} earlier. Let's talk about {area}.",
    "Earlier you brought up {words}, so let's turn to {area}.",
    "You talked about {words} before. On to {area}, then.",
)


def taken_up(
    reason: Reason,
    graph: Graph,
    nth: int,
    *,
    said: str = "",
    skipped: bool = False,
    elsewhere: bool = False,
    again: bool = False,
) -> str:
    """That a word of the candidate's leads to the question; `nth` counts those before, so that no two are said alike.

    Where the item before is of another area (`elsewhere`), or was `skipped`, that is said, and that an area was talked
    about `again`. `said` is what the candidate had said by then.
    """
    area = area_named(graph, reason.concept)
    if reason.led_by:
        return LED[nth % len(LED)].format(words=named_as_said(reason.led_by, said), area=area)
    if reason.story:
        words = STORY[len(reason.story) % len(STORY)]
        return words.format(words=named_as_said(reason.story, said), area=area, area_first=upper_first(area))
    words = (MENTIONED if not elsewhere else LEADS_BACK if again else LEADS_ELSEWHERE)[nth % len(MENTIONED)]
    skips = "Let's skip that one. " * skipped
    return skips + words.format(words=named_as_said(reason.mentioned, said), area=area)


def spoken(
    reason: Reason,
    graph: Graph,
    number: int = 0,
    *,
    skipped: bool = False,
    again: bool = False,
    mends: bool = False,
    checked: bool = False,
) -> str:
    """What the interviewer says before a question: that they stay with a subject, or leave it; else empty.

    `number` counts questions, so that no two in a row begin alike. Where the one before was `skipped`, nothing was
    said of its subject that could be left there. `again`: an answer was given on the new one before.
    `mends`: it's a task in which code is to be mended. `checked`: a check on the same subject came right before.
    """
    again = again or reason.met == "question"
    area = area_named(graph, reason.concept)
    if len(graph.areas) == 1 and reason.stays and not (skipped or reason.from_story):
        return NEXT[number % len(NEXT)]
    if checked and reason.move == "new-thread" and not skipped:
        return f"Let's stay with {area}."
    if reason.from_story and (reason.returns or reason.stays):  # what was told needn't have been of its area
        return f"Now for some questions on {area}."
    if reason.returns and reason.stays:
        return f"Back to {area}."
    if reason.stays:
        return STAYS[number % len(STAYS)].format(area=area)
    if reason.finds == "left":
        new = AFTER_LONG if reason.from_tier > P.TOP_OF_TALK else LEFT[number % len(LEFT)]
        return (LEFT_AGAIN[number % len(LEFT_AGAIN)] if again else new).format(area=area)
    if not reason.leaves:
        return ""
    former = title_within(graph, graph.area_title(reason.leaves))
    # after quick checks on others nobody is in the former area any more
    leaves = "Let's skip that one" if skipped else "" if reason.returns else f"Let's leave {former} there"
    if reason.move in LONG:
        long = MENDS if mends else LONG[reason.move]
        if area == former:
            stays = "Back to" if reason.returns else "We'll stay with"
            return f"{stays} {area}. {long}."
        return f"{leaves}{'. ' * bool(leaves)}{long}{f', on {area}' if reason.move == 'design' else ''}."
    lets = f"{leaves} and" if leaves else "Let's"
    if reason.failed:
        return f"{lets} try something else: {area}."
    return f"{lets} {'go back to' if again else 'talk about'} {area}."
