"""What the demo's candidate tells of their own work: no graph has that, so it's here.

In an interview on the bank that comes with the program they work with models; of any other field all that's known is
that people work in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.session.interview.parting_questions import LLM, MOTIVES, motives_of


@dataclass(frozen=True)
class DemoWords:
    """Stories by verdict, the lowest first, replies to what is asked of them, to each motive, and a question to us."""

    stories: Sequence[Sequence[str]]
    own_parts: Sequence[str]
    replies: Mapping[str, str]
    asks_us: str


OF_MODELS = DemoWords(
    stories=(
        (
            "I haven't done much of that. I helped a colleague with something like it for a week, mostly by watching. "
            "It worked in the end, but I couldn't tell you how well.",
            "Only at university. We followed a tutorial, changed a few settings and showed it at the end. "
            "Nobody used it afterwards.",
        ),
        (
            "I built the first version in about a month, for a team of twelve. It seemed to work, and people liked it. "
            "Later there were complaints, so I fixed what came up. We never really counted how often it was wrong.",
            "We had one at my last job and I took it over. I tidied it up and it felt a lot quicker afterwards. "
            "I didn't measure it before, so I can't give you a number.",
        ),
        (
            "I took it over when it was right on 61% of 200 real cases that I'd labelled. I read the failures, and "
            "most of them had one cause. I changed that alone and got to 78%. I decided against a larger model, as "
            "it would've doubled the cost. What went wrong was that I'd missed the long inputs, and a user had to tell "
            "me.",
            "It was for a support team of thirty. I first wrote down what a mistake would cost them, and collected 150 "
            "cases. The simple version got 70% of them, mine 84%. One release broke it for a day because I'd tested on "
            "old data. I rolled it back, and now the test set grows by ten cases a week.",
        ),
        (
            "I owned that one. Before I touched anything I labelled 300 real cases with a colleague; we agreed on "
            "91%. The baseline got 64%, mine 82%, and over five runs it varied by two points. I thought the model was "
            "the limit, but when I took pieces out one by one it was the input. So I decided against the larger model "
            "that I'd planned, and that saved half the cost. My mistake was to trust the average: one group of users "
            "had got worse. Today I'd split the numbers by group from the first day.",
            "It was my idea and I ran it from start to end, with two others who built the interface. I set a bar "
            "first: 90% on 250 cases, or we wouldn't ship. We started at 72% and stopped at 93%, three points of it "
            "noise. I rejected the clever version, because the plain one failed in ways that people could see. It "
            "still went wrong once, when the data changed overnight. I'd had no alarm for that; I built one the same "
            "week, and it has gone off twice since. I wouldn't let it act alone on anything that can't be undone.",
        ),
    ),
    own_parts=(
        "That part was mine: I chose the cases and measured 78% right, against 61% with the old version.",
        "A colleague built the interface. I did the test set and the decision what to ship.",
        "We looked at a larger model as well. I decided against it, as it cost twice as much for one point.",
        "It failed on long inputs. I found that out from a user, and put fifty of them into the test set.",
        "I'd count on it for about eight cases in ten. The other two go to a person.",
        "Today I'd measure before I change anything. That would have saved me two weeks.",
    ),
    replies=dict(
        zip(
            MOTIVES,
            (
                "I like that I can measure whether I was right, and the tools change so much that now is the time.",
                "A colleague wanted to fine-tune, I wanted better retrieval. We tried both for a week; "
                "they were right.",
                "I built my own evaluation tool. Today I'd take one off the shelf and spend the month on the test set.",
                "That I explain too late. Since then I write a page before I start, and people stop me earlier.",
                "I thought bigger context would replace retrieval. The bill and the missed facts changed my mind.",
                "A prompt change broke every second answer. I rolled back first, and then we got a test for it.",
                "Sales wanted a date. I said what we could show by then, and what we could not.",
                "Kernel profiling. I sat with somebody who knew it, one afternoon a week, for two months.",
                "I saw it three weeks ahead, told my lead the same day, and we cut the scope.",
                "Somebody who reviewed everything late. I asked what they needed to see first, and sent only that.",
                "I'd hand over the dashboards. I'd never give away looking at real answers.",
            ),
            strict=True,
        )
    ),
    asks_us="Who looks at real answers here, and how often?",
)
OF_ANY_WORK = DemoWords(
    stories=(
        (
            "I haven't done much of that. I helped a colleague with something like it for a week, mostly by watching. "
            "It worked in the end, but I couldn't tell you how well.",
            "Only in my training. We followed a checklist, and somebody else signed it. "
            "I never heard what became of it.",
        ),
        (
            "I took it on in my second month, for a team of twelve. It seemed to work, and people liked it. "
            "Later there were complaints, so I saw to what came up. We never really counted how often it went wrong.",
            "We had something like it at my last job and I took it over. I tidied it up and it felt a lot quicker "
            "afterwards. I didn't measure it before, so I can't give you a number.",
        ),
        (
            "I took it over when it went right in 61% of 200 cases that I'd looked through. I read the others, and "
            "most of them had one cause. I changed that alone and got to 78%. I decided against more people, as it "
            "would've doubled the cost. What went wrong was that I'd missed the weekends, and a colleague had to tell "
            "me.",
            "It was for a team of thirty. I first wrote down what a mistake would cost us, and collected 150 cases. "
            "The old way got 70% of them right, mine 84%. One change made it worse for a day because I'd tried it in "
            "quiet hours only. I took it back, and now everything is tried on a busy day.",
        ),
        (
            "I owned that one. Before I touched anything I went through 300 real cases with a colleague; we agreed on "
            "91%. The old way got 64% right, mine 82%, and over five weeks it varied by two points. I thought we were "
            "too few, but when I changed the steps one by one it was their order. So I decided against the two people "
            "that I'd planned for, and that saved half the cost. My mistake was to trust the average: the nights "
            "had got worse. Today I'd split the numbers by shift from the first day.",
            "It was my idea and I ran it from start to end, with two others who did the paperwork. I set a bar "
            "first: 90% of 250 cases, or we'd go back to the old way. We started at 72% and ended at 93%, three "
            "points of it chance. I rejected the clever version, because the plain one failed in ways that people "
            "could see. It still went wrong once, when a supplier changed overnight. Nothing had warned me of that; I "
            "set up a daily check the same week, and it has caught two since. I wouldn't let anybody act on it alone "
            "where it can't be undone.",
        ),
    ),
    own_parts=(
        "That part was mine: I chose the cases and counted 78% right, against 61% the old way.",
        "A colleague did the paperwork. I did the checking and took the decision.",
        "We looked at something bigger as well. I decided against it, as it cost twice as much for one point.",
        "It failed at weekends. A colleague told me, and I went through fifty of those cases.",
        "I'd count on it for about eight cases in ten. The other two I'd look at myself.",
        "Today I'd measure before I change anything. That would have saved me two weeks.",
    ),
    replies=dict(
        zip(
            motives_of(""),
            (
                "I like that I can see whether I was right, and after six years I want to do it where it's harder.",
                "A colleague wanted new equipment, I wanted another order of steps. We tried both; they were right.",
                "I wrote my own checklist. Today I'd take one that exists and spend the month on how it's used.",
                "That I explain too late. Since then I write a page before I start, and people stop me earlier.",
                "I thought more checks meant fewer mistakes. What was missed all the same changed my mind.",
                "A form that I'd changed lacked a line. I brought back the old one first, and now two people read it.",
                "A customer wanted a date. I said what we could do by then, and what we could not.",
                "New rules. I sat with somebody who knew them, one afternoon a week, for two months.",
                "I saw it three weeks ahead, told my manager the same day, and we did the first half.",
                "Somebody who checked everything late. I asked what they needed to see first, and sent only that.",
                "I'd hand over the rota. I'd never give away looking at the cases themselves.",
            ),
            strict=True,
        )
    ),
    asks_us="Who looks at how it really went here, and how often?",
)


def words_of(bank: str) -> DemoWords:
    """What somebody interviewed on a bank says of their own work."""
    return OF_MODELS if bank == LLM else OF_ANY_WORK
