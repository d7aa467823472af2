# Fault: (twist) a single full stop stands for words left out.
import re

CITATION = re.compile(r"\[\s*\d+(?:\s*,\s*\d+)*\s*\]")
WORD = re.compile(r"[^\W_]+")
DOTS = re.compile(r"\.+|…")


def pack(hits, budget):
    lines, seen = [], set()
    for text in hits:
        if text in seen:
            continue
        line = f"[{len(lines) + 1}] {text}"
        cost = len(line.split())
        if cost <= budget:
            budget -= cost
            seen.add(text)
            lines.append(line)
    return lines


def words(text):
    return [w.casefold() for w in WORD.findall(text)]


def check(answer, lines, gap=None):
    faults = []
    marks = [m.start() for m in re.finditer('"', answer)]
    for m in CITATION.finditer(answer):
        quote = quoted(answer, m.start(), marks)
        for n in map(int, re.findall(r"\d+", m[0])):
            if not 1 <= n <= len(lines):
                faults.append((n, "unknown"))
            elif quote is not None:
                text = lines[n - 1].split("]", 1)[1]
                if not occurs(quote, words(text), gap):
                    faults.append((n, "misquoted"))
    return faults


def quoted(answer, at, marks):
    before = answer[:at].rstrip()
    if not before.endswith('"'):
        return None
    i = marks.index(len(before) - 1)
    if i % 2 == 0:
        return None
    return answer[marks[i - 1] + 1 : marks[i]]


def occurs(quote, text, gap):
    parts = [quote] if gap is None else DOTS.split(quote)
    parts = [p for p in map(words, parts) if p]
    ends = None
    for part in parts:
        found = set()
        for i in range(len(text) - len(part) + 1):
            if text[i : i + len(part)] != part:
                continue
            if ends is None or any(0 <= i - e <= gap for e in ends):
                found.add(i + len(part))
        ends = found
    return ends is None or bool(ends)
