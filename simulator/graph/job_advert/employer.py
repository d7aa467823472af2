"""How an advert names the firm that hires: "About Attention Labs", "Tokenizer GmbH". Such a name is no subject."""

import re
from collections.abc import Iterable

# how an advert calls the firm that hires, also at the end of its title: "Engineer, Inference - Acme AI"
_CAP = r"[A-Z\u00c0-\u00d6\u00d8-\u00de][\w&.'-]{0,29}"
_PARTICLE = r"(?:& |of |(?:d[eu]s? |de la |d')|von |der )?"  # "H\u00f4pitaux du Confluent"
_NAME = rf"(\b{_CAP}(?: {_PARTICLE}{_CAP}){{0,3}})"
_EMPLOYER = re.compile(
    rf"^[^\w\n]{{0,5}}About {_NAME}"
    rf"|\b(?:[Jj]oin|[Ww]e at|[Hh]ere at|[Ll]ife at|[Ww]orking (?:at|for)|[Ww]elcome to) {_NAME}"
    rf"|\bAt {_NAME},? we\b|{_NAME} (?:is|are) (?:now )?(?:hiring|looking for|seeking|recruiting|searching for)\b"
    # what kind of firm it is, and not "Go is a plus"
    rf"|^{_NAME} is (?:an?|the|one of the) (?:[\w-]+ ){{0,5}}(?:group|company|firm|start-?up|scale-?up|bank|business"
    r"|hospitals?|clinics?|universit(?:y|ies)|institute|laboratory|agency|insurer|provider|publisher|manufacturer"
    r"|retailer|charity|consultancy|subsidiary)\b",
    re.MULTILINE,
)
_TITLE_ENDS = re.compile(rf"(?:\s[-\u2013\u2014|@]|\bat|\bbei) {_NAME}$")
LONGEST_NAME = 130  # letters, with what stands before it


def employer(advert: str) -> frozenset[str]:
    """The words of the name by which an advert calls the firm that hires: elsewhere in it they look like a tool's."""
    title, _, _ = advert.strip().partition("\n")
    names = [*_EMPLOYER.findall(advert), *_TITLE_ENDS.findall(title.rstrip()[-LONGEST_NAME:])]
    in_full = (found.group() for found in _WITH_FORM.finditer(advert))
    named = " ".join([*map("".join, names), *in_full])  # of the ways of naming it one has matched
    return frozenset(re.findall(r"[^\W_][\w+#]*", named.lower()))


# The same names where their words are subjects

_LEGAL = (
    r"(?:GmbH|GMBH|mbH|AG|UG|KG|e\.?V|Inc|INC|Incorporated|L\.?L\.?[CP]|Ltd|LTD|Limited|PLC|plc|Corp|CORP|Corporation"
    r"|B\.?V|N\.?V|SAS|SARL|S\.A|S\.?[rR]\.?[lL]|S\.?p\.?A|ApS|Oy|Pty|Pte)(?!\w)\.?"
)
# with what the names of firms end, and those of subjects hardly ever; then what stands before and after a firm
_ENDS = "(?:Labs?|Partners|Robotics|Capital|Technologies|Solutions|Studios?|Ventures|Holdings|Consulting|Works|Foundry)"
_DOES = "(?:builds|makes|develops|helps|offers|provides|runs)"
_BEFORE = "[Aa]bout|[Jj]oin|[Aa]t|[Bb]ei|[Bb]y|[Cc]hez|(?i:company|employer):"
_CALLED = rf"\b{_CAP}(?: {_CAP}){{0,2}} {_ENDS}"
_SOUNDS_LIKE_A_FIRM = re.compile(rf" (?:{_LEGAL}|{_ENDS})$")
_WITH_FORM = re.compile(rf"{_NAME},? {_LEGAL}")
_FIRST_LINES = re.compile(
    rf"^[^\w\n]{{0,5}}({_CALLED})(?=\s*(?:$|[:(|\u2013\u2014-])| {_DOES}\b)"
    rf"|^(?i:company|employer|firm|organi[sz]ation|unternehmen|firma|entreprise|empresa): *{_NAME}",
    re.MULTILINE,
)
_TITLE_SAYS = re.compile(rf"(?:\bat|\bbei|@) {_NAME}$|\s[-\u2013\u2014|] ({_CALLED})$")
_NO_FIRM = re.compile(r"(?:The|This|Our|Your|You|Us|We|My|What|Why|How)\b|.*\b(?:Team|Role|Job|Position|Group)$")
_FORM_AFTER = re.compile(rf",? {_LEGAL}$")
FIRST = 600  # letters of an advert, in which it says who hires


def firm_names(advert: str) -> tuple[str, ...]:
    """The names by which an advert calls the firm that hires, with its legal form and without, the longest first."""
    text = advert.strip()
    title = text.partition("\n")[0].rstrip()[-LONGEST_NAME:]
    found = [*_EMPLOYER.findall(text), *_TITLE_SAYS.findall(title), *_FIRST_LINES.findall(text[:FIRST])]
    names = {name.partition("'s ")[0].rstrip(".'-&") for name in [*map("".join, found), *_WITH_FORM.findall(text)]}
    names |= {_FORM_AFTER.sub("", name) for name in names}
    return tuple(sorted((name for name in names if not _NO_FIRM.match(name)), key=lambda name: (-len(name), name)))


def without_firms(text: str, names: Iterable[str]) -> str:
    """A text with "Firm" in place of these names: who works at Tokenizer GmbH need know nothing of tokenizers.

    A name that says by no legal form or ending that it's a firm's is one only where what's beside it says so.
    """
    for name in names:
        written = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split()))
        if " " in name and _SOUNDS_LIKE_A_FIRM.search(name):
            text = re.sub(rf"{written}(?!\w)", "Firm", text)
        else:
            text = re.sub(rf"{written}(?=,? {_LEGAL}|['\u2019]s\b| {_DOES}\b)", "Firm", text)
            text = re.sub(rf"\b({_BEFORE}) {written}(?!\w)", r"\1 Firm", text)
    return text
