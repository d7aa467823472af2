# Fault: pack refuses a line that uses the budget up exactly (< for <=)
import re


def pack(hits, budget):
    lines = []
    total = 0
    seen = []
    for text in hits:
        if text in seen:
            continue
        seen.append(text)
        line = "[" + str(len(lines) + 1) + "] " + text
        size = len(line.split())
        if total + size < budget:
            lines.append(line)
            total += size
    return lines


def tokens(text):
    return [t.casefold() for t in re.findall(r"[^\W_]+", text)]


def contains(words, parts, gap):
    ends = None
    for part in parts:
        n = len(part)
        places = [i for i in range(len(words) - n + 1)
                  if words[i:i + n] == part]
        if ends is not None:
            places = [i for i in places
                      if any(0 <= i - e <= gap for e in ends)]
        if not places:
            return False
        ends = [i + n for i in places]
    return True


def check(answer, lines, gap=None):
    out = []
    quotes = {}
    for m in re.finditer(r'"([^"]*)"(\s*)', answer):
        quotes[m.end()] = m.group(1)
    for m in re.finditer(r"\[(\s*\d+\s*(?:,\s*\d+\s*)*)\]", answer):
        for s in m.group(1).split(","):
            n = int(s)
            if n == 0 or n > len(lines):
                out.append((n, "unknown"))
                continue
            quote = quotes.get(m.start())
            if quote is None:
                continue
            prefix = f"[{n}] "
            words = tokens(lines[n - 1][len(prefix):])
            if gap is None:
                parts = [tokens(quote)]
            else:
                parts = [tokens(p) for p in re.split(r"\.\.\.|…", quote)]
            parts = [p for p in parts if p]
            if not contains(words, parts, gap or 0):
                out.append((n, "misquoted"))
    return out
