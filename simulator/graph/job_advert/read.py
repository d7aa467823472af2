"""Read a job advert, from a file or as pasted text, and take it as statements: sentences and list items in sections.

Only sections on the work itself say much about what will be asked. What a firm says of itself, of its benefits and of
the law holds many words of the field in their everyday sense.
"""

import codecs
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Literal

import msgspec

from simulator.errors import UsageError
from simulator.graph.files import stands, typed_path
from simulator.graph.job_advert.refusal import REFUSING_HEADING, is_turned_down, wishes
from simulator.graph.text import clean, short

MOST_BYTES = 200_000
LONGEST_PATH = 300
SHOWN_PATH = 44
PATH_WORDS = 8  # more are a sentence of an advert, such as one with "and/or"

_PAGE = re.compile(r"</(?:html|body|div|p|li)>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(\w*)[^<>]{0,2000}>")
_NO_ADVERT = ("script", "style", "nav", "footer", "title", "noscript")  # not shown, or about the rest of the site
_INLINE = frozenset("a abbr b code em i mark small span strong sub sup time u".split())  # they break no line
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)-[ \t]*+\n[ \t]*+([a-z\u00df-\u00ff]++)")
_BEFORE_HYPHEN = frozenset(
    "fine trade self multi cross open real long high low on end state few zero large full on well hands time".split()
)
_AFTER_HYPHEN = frozenset(
    """as augmented art aware based depth driven efficient end ended facing focused following language latency learning
    level like making modal of off offs on oriented purpose quality ready related scale shot site solving source stage
    tail term time to tuned tuning und world""".split()
)
_EAST = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_BETWEEN_SCRIPTS = re.compile(rf"(?<=[A-Za-z0-9])(?=[{_EAST}])|(?<=[{_EAST}])(?=[A-Za-z0-9])")


def read_advert(path: Path) -> str:
    """The text of an advert in a file. Raises UsageError if there is none, or it isn't text."""
    name = short(path, 4096)
    if len(name) > SHOWN_PATH:
        name = f"…{name[1 - SHOWN_PATH :]}"  # files differ at the end of their paths
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{name} is no file; name a text file.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {name}; check its path.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} can't be read ({getattr(error, 'strerror', None) or 'no path'}).") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} is larger than {MOST_BYTES // 1000} kB; keep the advert only.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode" of Windows' editor
    if data.startswith(b"%PDF") or (b"\0" in data.replace(b"\0\n", b"") and not wide):
        raise UsageError(f"{name} is no plain text; save it as text.")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-16" if wide else "cp1252", "replace")
    text = _as_written(_without_tags(clean(text)))
    if not text.strip():
        raise UsageError(f"{name} is empty; put the advert's text in.")
    return text


def from_text(given: str) -> str:
    """The advert that was typed or pasted: a text, or the path of a file. Raises UsageError if there is none."""
    given = clean(given).strip()
    if not given:
        raise UsageError("Paste the advert's text, or write the path of its file.")
    if "\n" in given or len(given) > LONGEST_PATH:
        return pasted(given)
    path = typed_path(given.strip("\"'"))
    if " " in given and not stands(path) and ("/" not in given or len(given.split()) > PATH_WORDS):
        return given  # a line of an advert, not a path
    return read_advert(path)


def pasted(given: str) -> str:
    """The advert that was pasted. No file is opened. Raises UsageError if it is empty or too large."""
    given = clean(given).strip()
    if not given:
        raise UsageError("Paste the advert's text.")
    if len(given.encode()) > MOST_BYTES:
        raise UsageError(f"That is more than {MOST_BYTES // 1000} kB; keep only the advert's text.")
    return _as_written(_without_tags(given))


def _as_written(text: str) -> str:
    """The text with broken words whole, and a blank between "RAG" and scripts that have none."""
    return _BETWEEN_SCRIPTS.sub(" ", _BROKEN.sub(_joined, text))


def _joined(broken: re.Match[str]) -> str:
    """A word that was broken at the end of a line, with its hyphen if it has one of its own."""
    first, second = broken.groups()
    own = first.isupper() or first.lower() in _BEFORE_HYPHEN or second in _AFTER_HYPHEN
    return f"{first}{'-' * own}{second}"


def _without_tags(text: str) -> str:
    """The visible text of a saved web page; any other text unchanged."""
    if not _PAGE.search(text):
        return text
    kept: list[str] = []
    at, within = 0, ""
    for tag in _TAG.finditer(text):
        closes, name = bool(tag[1]), tag[2].lower()
        if not within:
            kept.append(text[at : tag.start()])
            # as plain text looks: a heading stands apart, an item of a list begins with a dash
            if re.fullmatch(r"h\d", name) and not closes:
                kept.append("\n\n")
            elif name not in _INLINE:
                kept.append("\n- " if name == "li" and not closes else "\n")
            within = name if name in _NO_ADVERT and not closes else ""
        elif closes and name == within:
            within = ""
        at = tag.end()
    return clean(unescape("".join([*kept, text[at:]])))


Section = Literal["work", "firm", "offer", "process", "refused"]  # the last: what it says that it doesn't want

LONGEST_HEADING = 8  # words
WRAPPED = range(60, 141)  # the longest line of a text whose lines are broken by hand
FULL_LINE = 0.7  # of the longest line: a shorter one ends its paragraph

_EXTRA = re.compile(
    r"(?:not (?:required|needed|necessary|a must|essential),? (?:but |just )?(?:it['\u2019]s |is )?)?"
    r"(?:nice[- ]to[- ]haves?|(?:a )?(?:big )?(?:bonus|plus)(?: points?)?\b|extra (?:credit|points)|preferred|desirable"
    r"|good to have|what would be (?:nice|a plus)|(?:even )?better if|ideally|von vorteil|w\u00fcnschenswert"
    r"|pluspunkte|w\u00e4re ein plus|(?:ce serait )?un plus\b|les plus\b|(?:un |vos )?atouts?\b|id\u00e9alement"
    r"|(?:se )?valorar\w+|se valora|valorable|deseable|idealmente)",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif(?: you)?\s*:?$", re.IGNORECASE)  # "Don't apply if"
_BULLET = re.compile(r"^(?:[-*\u2022\u2013\u00b7\u25cf\u25e6\u25aa\u2023\u2043]|\(?\d{1,2}[.)])\s+")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\s+(?=\u2022\s)")
_WORDS = re.compile(r"[^\W_][\w']*")
_JOB = re.compile(
    r"engineer|scientist|research|developer|architect|entwickler|ingenieur|designer|technical staff|specialist"
    r"|\blead\b",
    re.IGNORECASE,
)

# how the heading of a section begins; any other heading begins one on the work
_HEADINGS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("refused", REFUSING_HEADING),
    (
        "work",
        re.compile(
            r"about (?:the|this) (?:role|job|position|team|work|project|opportunity)|about you\b"
            r"|your\b(?! (?:application|benefits|perks|package|salary|pay|rewards))"
            r"|what (?:you|we)(?:(?:['\u2019]ll| will)(?! get| find| receive)|['\u2019]re| are looking| look)"
            r"|the (?:role|job|team|opportunity|work)\b"
        ),
    ),
    (
        "process",
        re.compile(
            r"(?:(?:our|the|your)\s+)?(?:interview|hiring|selection|application|recruit\w+|assessment)s?\b"
            r"|(?:our|the) process|process\b|how (?:we hire|to apply)|(?:next )?steps\b|apply\b|hiring\b"
            r"|(?:your|deine|ihre) (?:application|bewerbung)|auswahl|bewerbung|vorstellungsgespr"
            r"|(?:le |notre )?(?:processus|d\u00e9roulement|entretiens)|(?:postuler|candidater)\b"
            r"|(?:el |nuestro )?proceso|c\u00f3mo (?:aplicar|postular)|entrevistas"
        ),
    ),
    (
        "offer",
        re.compile(
            r"(?:our |the |your )?(?:benefits|perks|compensation|salary|pay|package|rewards|logistics|location)\b"
            r"|(?:what )?we(?: can)? offer|what (?:you|you'll|you will|you can) (?:get|expect from us|expect$)"
            r"|what(?:'s|\u2019s| is) in it|in return|why (?:join|us|work)|(?:was |das )?(?:wir )?bieten|das bieten"
            r"|deine vorteile|ihre vorteile|compensation"
            r"|(?:ce que )?nous (?:vous )?(?:offrons|proposons)|(?:nos |les |vos )?avantages|r\u00e9mun\u00e9ration"
            r"|(?:qu\u00e9 |te |lo que )?ofrecemos|beneficios|ventajas|condiciones"
            r"|(?:equal|diversity|inclusion|eeo|accommodation|privacy|data protection|legal|disclaimer)"
        ),
    ),
    (
        "firm",
        re.compile(
            r"about\b|who we are|our (?:company|story|mission|values|culture|purpose)|the company|company\b"
            r"|\u00fcber uns|wir sind|wer wir sind|das unternehmen|life at|why we"
            r"|\u00e0 propos(?! d(?:u|e) (?:poste|r\u00f4le))|qui sommes|(?:notre|l['\u2019])\s?"
            r"(?:entreprise|soci\u00e9t\u00e9|histoire)"
            r"|sobre (?:nosotros|la empresa)|qui\u00e9nes somos|la empresa|nuestra (?:empresa|historia|misi\u00f3n)"
        ),
    ),
)
# what a sentence on benefits or on the law says, wherever it stands
_OFFERS = re.compile(
    r"\b(?:salar(?:y|ies)|pension|401|vacation|annual leave|parental leave|days (?:of )?(?:holiday|leave|off|vacation)"
    r"|days plus|bank holidays?|equity|stock options?|share (?:options?|scheme)|(?<!no )bonus|stipend|lunch"
    r"|training budget"
    r"|(?:health|medical|dental) (?:insurance|cover)|healthcare|medical, dental|wellbeing|well-being|gym|perks?"
    r"|benefits?"
    r"|work-life|pto\b|unlimited|visas?\b|relocation|background check|e-verify|clearance"
    r"|equal[- ](?:opportunit|employment)\w*|affirmative action|discriminat\w*|regardless of"
    r"|your personal (?:data|information|details)|without regard|disabilit\w*"
    r"|accommodations?|adjustments|gender|veteran|religion|diversity|inclusi(?:ve|on)|urlaub|altersvorsorge"
    r"|schwerbehinderung|vielfalt|herkunft|kantine|pay range|compensation"
    r"|mutuelle|t\u00e9l\u00e9travail|tickets? restaurant|cong\u00e9s|handicap"
    r"|vacaciones|seguro m\u00e9dico|teletrabajo|discapacidad"
    r"|first aiders?|mental health|cookies?|privacy (?:statement|policy|notice)|work environment"
    r"|copyright|all rights reserved)\b|\u00a9"
    # facts about the post, a line each
    r"|^\W*(?:job )?(?:locations?|recruiter|hiring manager|company|hours|working pattern|hybrid working|reference"
    r"|(?:internal )?closing date|posting date|type|career grade|grade|department|reports to|standort)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_PROCESS = re.compile(
    r"\b(?:interview(?:s|ing|er|ers)?|take-?home|home assignment|recruiter call|screening call|hiring manager"
    r"|cover letter|cvs?\b|r[e\u00e9]sum[e\u00e9]s?|to apply|apply (?:by|now|at|with|via|even)|we hire|referees"
    r"|vorstellungsgespr\w+|bewerbungen|entretiens?(?! d(?:e|es|u)\b)|candidatures?|entrevistas?|candidaturas?)\b",
    re.IGNORECASE,
)


# words of each language that no text goes without
_COMMON = {
    "English": frozenset("the and of to you with for is are we our your in on that will".split()),
    "German": frozenset("und der die das mit du sie ist wir unsere deine ihre f\u00fcr von im den ein eine".split()),
    "French": frozenset("et le les des vous avec pour est nous nos votre vos du une dans sur au aux".split()),
    "Spanish": frozenset("y el los las del con para es nosotros nuestro tu tus una por se al en que".split()),
}
FEW_COMMON = 0.08  # of a text's words: fewer of any of these languages, and it is in none of them
LEAST_WORDS = 12
OTHER_LANGUAGE = "another language"


def language(text: str) -> str:
    """The language of a text by its commonest words; English, too, if it has none of these nor a foreign letter."""
    all_words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    counts = {name: sum(word in common for word in all_words) for name, common in _COMMON.items()}
    most = max(counts, key=lambda name: counts[name])
    if len(all_words) >= LEAST_WORDS and counts[most] < FEW_COMMON * len(all_words) and not text.isascii():
        return OTHER_LANGUAGE
    return most if len(all_words) >= LEAST_WORDS else "English"


class Statement(msgspec.Struct, frozen=True):
    """A sentence or a list item on one line. `is_title`: it is the advert's first line and names a job.

    `is_extra`: it, or the heading above it, begins as "Nice to have" does.
    """

    text: str
    section: Section
    is_title: bool = False
    is_extra: bool = False


def statements(text: str) -> list[Statement]:
    """The statements of an advert in their order, the headings of its sections among them."""
    result: list[Statement] = []
    section: Section = "work"
    is_extra = False
    under_if = in_list = False  # of a refused section
    for number, (line, is_apart) in enumerate(_paragraphs(text)):
        if number == 0:
            is_title = _JOB.search(line) is not None and len(line) < 200
            parts = [part for sentence in _SENTENCES.split(line) for part in wishes(sentence)]
            refuses = any(wish == "refused" for _, wish in parts)
            result += [
                Statement(part, "refused" if wish == "refused" else "work", is_title)
                for part, wish in (parts if refuses else [(line, "wanted")])
            ]
            continue
        named, rest = _heading(line, is_apart)
        says_so = _EXTRA.match(_BULLET.sub("", line.lstrip("# "))) is not None
        extra_line = says_so or (named is None and is_extra)
        if named is not None and not rest:
            section, is_extra = named, extra_line
            under_if, in_list = _IF.search(line) is not None, False
        is_item = _BULLET.match(line) is not None
        if section == "refused" and named is None and in_list and not is_item:
            section = "work"  # its list is over
        in_list = is_item
        line_section = named or section
        if line_section == "firm" and is_item:
            line_section = section = "work"  # firms speak of themselves in prose
        if line_section == "refused" and under_if and not is_turned_down(line):
            line_section = "work"
        for sentence in filter(None, _SENTENCES.split(line.lstrip("#").lstrip())):
            result += _wished(sentence, line_section, is_extra=extra_line)
    return result


def _wished(sentence: str, section: Section, *, is_extra: bool) -> Iterator[Statement]:
    """A sentence as statements, what it refuses apart; its own words may say more than the section it stands in."""
    if section == "refused":
        yield Statement(sentence, section)
    elif section == "process" or _PROCESS.search(sentence):
        yield Statement(sentence, "process", is_extra=is_extra)
    elif _OFFERS.search(sentence):
        yield Statement(sentence, "offer", is_extra=is_extra)
    else:
        for part, wish in wishes(sentence):
            yield Statement(part, "refused" if wish == "refused" else section, is_extra=is_extra or wish == "extra")


def _heading(line: str, is_apart: bool) -> tuple[Section | None, str]:
    """The section that a line begins, and what follows on the same line; None where it is no heading."""
    if _BULLET.match(line):
        return None, ""
    head, colon, rest = line.lstrip("#").strip().partition(":")
    rest = rest.strip()
    words = len(_WORDS.findall(head))
    if not 0 < words <= LONGEST_HEADING or (not colon and line.endswith((".", ",", ";", "!"))):
        return None, ""
    known = next((section for section, pattern in _HEADINGS if pattern.match(head.lower())), None)
    if known is not None:
        return known, rest
    looks_so = is_apart or head.isupper() or line.startswith("#") or (colon and not rest)
    return ("work" if looks_so and not rest else None), rest


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text, each with the lines that it was broken into by hand, and whether a blank line is before."""
    lines = [line.rstrip() for line in text.replace("**", "").expandtabs(4).split("\n")]
    width = max(map(len, lines), default=0)
    full = FULL_LINE * width if width in WRAPPED else float("inf")
    held, apart, last = "", True, 0
    for line in lines:
        bare = " ".join(line.split())
        goes_on = last >= full
        if _BULLET.match(held):  # its second line is indented, or begins in the middle of a sentence
            goes_on = line[:1] == " " or (goes_on and not bare[:1].isupper())
        if held and bare and goes_on and not _BULLET.match(bare):
            held, last = f"{held} {bare}", len(line)
            continue
        if held:
            yield held, apart
            apart = False
        held, last, apart = bare, len(line), apart or not bare
    if held:
        yield held, apart
