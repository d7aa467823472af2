"""A text that is listened to: where the words of a cue are found in it, whole or in part."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from simulator.graph.listening.cues import LONG, Cue, Element, Part, Phrase, compile_cue
from simulator.graph.listening.disfluency import spoken_tokens
from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.words import SMALL

NEAR = 30  # words that all parts of a cue lie within
IN_ORDER = 8  # words from one part to the next where ` > ` joins them
MAX_PLACES = 400  # of one word, and
MAX_ANCHORS = 60  # places that a cue is looked for around: a text of one word over and over stays cheap
FARTHEST = 0.1  # relative: no rounding to two digits moves a number further
_OF_CODE = re.compile(r"[\[\]{}=<>_*/\\]|::|\w\.\w|\(\)")  # in a piece without a space: "x[...,0::2]", "n_heads"
_CLOSES = re.compile(r"[^()\n.!?;]{0,24}\)")
Spot = tuple[int, int]  # the first and the last token of a place


@dataclass(frozen=True, slots=True)
class CueHit:
    """What was found of a cue: tokens `first` to `last`, and what share of its parts."""

    first: int
    last: int
    share: float


@dataclass
class Spoken:
    """A text ready to be listened to: its tokens, and where each stem and each number occurs.

    Places are indices into `tokens`, of which a frequent word has no more than `MAX_PLACES`; `joined` are those at
    which two words begin that may be one. `hits`, `number_places` and `found` remember what was looked up.
    """

    text: str
    tokens: Sequence[TypedWord]
    places: Mapping[str, list[int]]
    joined: Mapping[str, list[int]]
    numbers: list[int]
    negations: list[int]
    stems: frozenset[str]  # that occur, written in two words or in one
    letters: frozenset[str]  # the first ones of words in which a slip may be forgiven
    hits: dict[Phrase, list[Spot]] = field(default_factory=dict)
    number_places: dict[Element, list[int]] = field(default_factory=dict)
    spellings: dict[str, list[str]] | None = None
    found: dict[str, CueHit | None] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Spoken":
        """The text, read once for all cues."""
        typed_words = spoken_tokens(text)
        places: defaultdict[str, list[int]] = defaultdict(list)
        joined: defaultdict[str, list[int]] = defaultdict(list)  # two words written apart, by where they begin
        for index, token in enumerate(typed_words):
            at = places[token.stem]
            if len(at) < MAX_PLACES:
                at.append(index)
        for index, (first, second) in enumerate(pairwise(typed_words)):
            if first.clause != second.clause or first.word in SMALL:
                continue
            # "pre training" and "fp 16" may be one word that is written apart, but not the figures "1, 6"
            if first.word.isalpha() or second.word.isalpha():
                spelt = f"{second.values[0]:g}" if second.values and not second.digits else second.stem
                begins = joined[first.word + spelt]
                if len(begins) < MAX_PLACES:
                    begins.append(index)
        numbers = [index for index, token in enumerate(typed_words) if token.values][:MAX_PLACES]
        negations = [index for index, token in enumerate(typed_words) if token.negates][:MAX_PLACES]
        stems = frozenset(places) | frozenset(joined)
        letters = frozenset(typed[0] for typed in places if _may_slip(typed))
        return cls(text, typed_words, places, joined, numbers, negations, stems, letters)

    def find(self, cue: Cue) -> CueHit | None:
        """The tightest place of a cue: of all its parts, or else of as many as occur together."""
        hit = self._find(cue)
        for turned in cue.turned:
            if hit is not None and hit.share == 1:
                break
            other = self._find(turned)
            hit = other if other is not None and other.share == 1 else hit
        return hit

    def find_all(self, cues: Iterable[str]) -> list[CueHit]:
        """What is found of each of some cues; a cue is looked for once."""
        hits = []
        for cue in cues:
            if cue not in self.found:
                self.found[cue] = self.find(compile_cue(cue))
            hits.append(self.found[cue])
        return [hit for hit in hits if hit is not None]

    def find_whole(self, cues: Iterable[str]) -> list[CueHit]:
        """The cues that are found whole; most are given up at their first part that does not occur."""
        hits = []
        for cue in map(compile_cue, cues):
            readings = (r for r in (cue, *cue.turned) if all(self.part_places(part, r.negative) for part in r.parts))
            whole = (hit for hit in map(self._find, readings) if hit is not None and hit.share == 1)
            hits += list(islice(whole, 1))
        return hits

    def find_denied(self, cue: Cue) -> CueHit | None:
        """The tightest place of all parts of a cue if negated words count, where they are needed for it."""
        if not all(self.part_places(part, negative=True) for part in cue.parts):
            return None
        hit, asserted = self._find(replace(cue, negative=True)), self._find(cue)
        if hit is None or hit.share < 1 or (not cue.negative and asserted is not None and asserted.share == 1):
            return None
        return hit

    def _find(self, cue: Cue) -> CueHit | None:
        spots = [self.part_places(part, cue.negative) for part in cue.parts]
        best: CueHit | None = None
        for anchor in sorted(filter(spots.__getitem__, range(len(spots))), key=lambda number: len(spots[number])):
            for spot in spots[anchor][:MAX_ANCHORS]:
                hit = self._around(spot, anchor, spots, cue)
                if best is None or (hit.share, best.last - best.first) > (best.share, hit.last - hit.first):
                    best = hit
            if best is not None and best.share == 1:
                break
        return best

    def _around(self, spot: Spot, anchor: int, spots: list[list[Spot]], cue: Cue) -> CueHit:
        """What of a cue occurs around one place of one part: of each other part the nearest place that fits."""
        chosen = {anchor: spot}
        first, last = spot
        for number in sorted(range(len(spots)), key=lambda other: abs(other - anchor))[1:]:
            before = chosen.get(number - 1) if cue.follows[number] else None
            after = chosen.get(number + 1) if cue.follows[number + 1 : number + 2] == (True,) else None
            some = spots[number]
            start, stop = bisect_left(some, (spot[0] - NEAR,)), bisect_left(some, (spot[1] + NEAR,))
            near = some[start:stop]
            if len(near) > 1:
                near.sort(key=lambda nearby: max(nearby[0] - spot[1], spot[0] - nearby[1]))
            for nearby in near:
                low, high = min(first, nearby[0]), max(last, nearby[1])
                if (
                    high - low < NEAR
                    and self.tokens[high].sentence - self.tokens[low].sentence <= 1
                    and not any(taken[0] <= nearby[1] and nearby[0] <= taken[1] for taken in chosen.values())
                    and (before is None or self._follows(before, nearby))
                    and (after is None or self._follows(nearby, after))
                ):
                    chosen[number] = nearby
                    first, last = low, high
                    break
        return CueHit(first, last, len(chosen) / len(spots))

    def _follows(self, earlier: Spot, later: Spot) -> bool:
        in_reach = 0 < later[0] - earlier[1] <= IN_ORDER
        return in_reach and self.tokens[earlier[1]].sentence == self.tokens[later[0]].sentence

    def part_places(self, part: Part, negative: bool) -> list[Spot]:
        """Where a part of a cue occurs, in the order of the text."""
        if not part.unspelt and part.begins.isdisjoint(self.stems) and part.letters.isdisjoint(self.letters):
            return []
        spots: set[Spot] = set()
        for phrase in part.phrases:
            if phrase.begins and phrase.begins not in self.stems and phrase.letter not in self.letters:
                continue
            own = self.hits.get(phrase)
            if own is None:
                first = phrase.elements[0]
                starts = self._element_places(first)
                own = [(start, end) for start in starts if (end := self._rest(phrase.elements, start)) is not None]
                if len(phrase.elements) == 1:  # which may be written as two words
                    own += [(start, start + 1) for start in self.joined.get(first.stem, ())]
                self.hits[phrase] = own
            if own and (negative or phrase.negative):
                spots.update(own)
            elif own:
                spots.update(spot for spot in own if not self.tokens[spot[0]].negated)
        return sorted(spots)

    def _rest(self, elements: tuple[Element, ...], start: int) -> int | None:
        """The last token of a phrase that begins at `start`, or None."""
        at = start
        for element in elements[1:]:
            for step in range(1, 4):
                following = at + step
                if following >= len(self.tokens):
                    return None
                token = self.tokens[following]
                if self._is(element, token):
                    at = following
                    break
                if token.word not in SMALL and not token.absorbed:
                    return None
            else:
                return None
        return at

    def _element_places(self, element: Element) -> list[int]:
        """Where a word, a number or a negation occurs.

        A long word may be typed with a letter too many, too few or swapped; another letter may be another word.
        """
        if element.negation:
            return self.negations
        if element.values:
            if element not in self.number_places:
                self.number_places[element] = [index for index in self.numbers if self._is(element, self.tokens[index])]
            return self.number_places[element]
        exact = self.places.get(element.stem, [])
        if element.joined or len(element.stem) < LONG:
            return exact
        if self.spellings is None:
            self.spellings = defaultdict(list)
            for typed in filter(_may_slip, self.places):
                self.spellings[typed[0]].append(typed)
        misspelt = (typed for typed in self.spellings.get(element.stem[0], ()) if _slip(typed, element.stem))
        return exact + [index for typed in misspelt for index in self.places[typed]]

    @staticmethod
    def _is(element: Element, token: TypedWord) -> bool:
        if element.negation:
            return token.negates
        if element.values:
            if element.times and not token.times:
                return False
            if not element.digits and element.values[-1] >= 1:  # "two" is neither "twice" nor 200%
                return token.values[:1] == element.values[-1:] and token.times == element.times
            return any(same_number(element.values[-1], element.digits, value, token.digits) for value in token.values)
        return element.stem == token.stem or (
            not element.joined
            and len(element.stem) >= LONG
            and token.stem[:1] == element.stem[:1]
            and _slip(token.stem, element.stem)
        )


def _may_slip(typed: str) -> bool:
    """Whether a typed stem may be a long one with a slip of the fingers."""
    return len(typed) >= LONG - 1 and typed.isalpha()


def _slip(typed: str, wanted: str) -> bool:
    if abs(len(typed) - len(wanted)) > 1 or (len(typed) == len(wanted) and sorted(typed) != sorted(wanted)):
        return False
    from rapidfuzz.distance import OSA  # at the first answer, not on the way to the question

    return bool(OSA.distance(typed, wanted, score_cutoff=1) == 1)


def same_number(number: float, digits: int, other: float, other_digits: int) -> bool:
    """Whether two numbers are the same at the precision of the less precise one; one digit alone has to be exact."""
    if number == other:
        return True
    if abs(number - other) > FARTHEST * abs(number) or not number:
        return False
    written = [count for count in (digits, other_digits) if count >= 2]
    places = min(written, default=9)
    return float(f"{number:.{places - 1}e}") == float(f"{other:.{places - 1}e}")


def _whole_pieces(text: str, start: int, end: int) -> tuple[int, int]:
    """The same words, neither begun nor broken off within a piece of code: "0::2], x[" isn't one."""
    low, high = start, end
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    low = low if low < start and _OF_CODE.search(text, low, start + 1) else start
    if _OF_CODE.search(text, max(end - 1, 0), high):
        end = max(end, low + len(text[low:high].rstrip(".,;:!?)")))
    return low, end


def written(spoken: Spoken, first: int, last: int) -> tuple[int, int]:
    """From and to which character some tokens are written, with a bracket that only one end of them has."""
    start, end = _whole_pieces(spoken.text, spoken.tokens[first].start, spoken.tokens[last].end)
    if spoken.text.rfind("(", start, end) > spoken.text.rfind(")", start, end):  # half a short bracket says nothing
        closes = _CLOSES.match(spoken.text, end)
        end = closes.end() if closes else end
    opened = spoken.text.count("(", start, end) - spoken.text.count(")", start, end)
    if opened > 0 and spoken.text[end : end + 1] == ")":
        end += 1
    if opened < 0 and spoken.text[start - 1 : start] == "(":
        start -= 1
    return start, end


def closest_words(
    spoken: Spoken, weights: Mapping[str, float], near: int, within: range | None = None
) -> CueHit | None:
    """Where the largest share of the words occurs, at most `near` words apart."""
    total = sum(weights.values())
    places = sorted(
        (place, word)
        for word in weights
        for place in spoken.places.get(word, ())
        if not spoken.tokens[place].negated and (within is None or place in within)
    )[:400]
    best: CueHit | None = None
    for index, (first, _) in enumerate(places):
        seen: dict[str, float] = {}
        last = first
        for place, word in places[index:]:
            if place - first > near:
                break
            if word not in seen:
                seen[word] = weights[word]
                last = place
        share = sum(seen.values()) / total
        if best is None or share > best.share + 1e-9:
            best = CueHit(first, last, share)
    return best
