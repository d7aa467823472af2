import re

WORD = r"[^\W_]+"
CITED = r'(?:"([^"]*)"\s*)?\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]'


def pack(hits, budget):
    lines, taken = [], set()
    for text in hits:
        line = f"[{len(lines) + 1}] {text}"
        size = len(line.split())
        if text not in taken and size <= budget:
            taken.add(text)
            lines.append(line)
            budget -= size
    return lines


def check(answer, lines, gap=None):
    faults = []
    for quote, numbers in re.findall(CITED, answer):
        for number in map(int, re.findall(r"\d+", numbers)):
            if not 1 <= number <= len(lines):
                faults.append((number, "unknown"))
            elif not stands(quote, lines[number - 1], gap):
                faults.append((number, "misquoted"))
    return faults


def words(text):
    return re.findall(WORD, text.lower())


def stands(quote, line, gap):
    have = words(line.split("]", 1)[1])
    parts = [quote] if gap is None else re.split(r"\.\.\.|…", quote)
    ends = None  # where the part before may end
    for part in filter(None, map(words, parts)):
        ends = {
            at + len(part)
            for at in range(len(have) - len(part) + 1)
            if have[at:at + len(part)] == part
            and (ends is None or any(0 <= at - end <= gap for end in ends))
        }
    return ends is None or bool(ends)
