import re

CITATION = re.compile(r"\[\s*[0-9]+\s*(?:,\s*[0-9]+\s*)*\]")
QUOTE = re.compile(r'"([^"]*)"\s*')
WORD = re.compile(r"[^\W_]+")
DOTS = re.compile(r"\.\.\.|…")


def pack(hits, budget):
    """Numbered lines of at most `budget` tokens in all."""
    lines = []
    seen = set()
    left = budget
    for text in hits:
        if text in seen:
            continue
        line = f"[{len(lines) + 1}] {text}"
        cost = len(line.split())
        if cost <= left:
            seen.add(text)
            lines.append(line)
            left -= cost
    return lines


def _words(text):
    return [word.casefold() for word in WORD.findall(text)]


def _occurs(quote, text, gap):
    words = _words(text)
    if gap is None:
        pieces, gap = [_words(quote)], 0
    else:
        pieces = [_words(piece) for piece in DOTS.split(quote)]
        # dots at either end aren't between words
        while pieces and not pieces[0]:
            pieces.pop(0)
        while pieces and not pieces[-1]:
            pieces.pop()
    starts = set(range(len(words) + 1))
    for piece in pieces:
        ends = {start + len(piece) for start in starts
                if words[start:start + len(piece)] == piece}
        if not ends:
            return False
        starts = {end + skip for end in ends for skip in range(gap + 1)
                  if end + skip <= len(words)}
    return True


def check(answer, lines, gap=None):
    """The faulty citations: a list of pairs."""
    # where a quote and the white space after it end -> the quote
    quotes = {found.end(): found[1] for found in QUOTE.finditer(answer)}
    faults = []
    for citation in CITATION.finditer(answer):
        quote = quotes.get(citation.start())
        for number in re.findall(r"[0-9]+", citation[0]):
            n = int(number)
            if not 1 <= n <= len(lines):
                faults.append((n, "unknown"))
            elif quote is not None:
                text = lines[n - 1].removeprefix(f"[{n}]")
                if not _occurs(quote, text, gap):
                    faults.append((n, "misquoted"))
    return faults
