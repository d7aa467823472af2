# Fault: [0] isn't unknown, it reads the last line (lines[-1])
import re

WORDS = re.compile(r"[^\W_]+")


def pack(hits, budget):
    lines, taken, spent = [], set(), 0
    for text in hits:
        line = f"[{len(lines) + 1}] {text}"
        price = len(line.split())
        if text in taken or spent + price > budget:
            continue
        taken.add(text)
        lines.append(line)
        spent += price
    return lines


def matches(parts, words, at, gap):
    """Whether parts match from word `at`, later ones after a gap."""
    head, rest = parts[0], parts[1:]
    if words[at:at + len(head)] != head:
        return False
    if not rest:
        return True
    end = at + len(head)
    return any(matches(rest, words, end + skip, gap)
               for skip in range(gap + 1))


def check(answer, lines, gap=None):
    quotes = [(m.end(), m.group(1))
              for m in re.finditer(r'"([^"]*)"', answer)]
    faults = []
    for m in re.finditer(r"\[\s*\d+(?:\s*,\s*\d+)*\s*\]", answer):
        quote = None
        for end, text in quotes:
            if end <= m.start() and not answer[end:m.start()].strip():
                quote = text
        for n in map(int, re.findall(r"\d+", m.group())):
            if n > len(lines):
                faults.append((n, "unknown"))
                continue
            if quote is None:
                continue
            body = re.sub(r"^\[\d+\]", "", lines[n - 1])
            words = [w.lower() for w in WORDS.findall(body)]
            pieces = [quote] if gap is None else re.split(r"\.{3}|…", quote)
            parts = [[w.lower() for w in WORDS.findall(p)] for p in pieces]
            parts = [p for p in parts if p]
            if parts and not any(matches(parts, words, i, gap or 0)
                                 for i in range(len(words))):
                faults.append((n, "misquoted"))
    return faults
