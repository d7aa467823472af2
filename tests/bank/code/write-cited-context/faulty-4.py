# Fault: with dots, only the first place where each part occurs is tried
import re


def words_of(s):
    return re.findall(r"[^\W_]+", s.casefold())


def pack(hits, budget):
    lines = []
    for text in dict.fromkeys(hits):
        line = f"[{len(lines) + 1}] {text}"
        cost = len(line.split())
        if cost <= budget:
            budget -= cost
            lines.append(line)
    return lines


def find(part, words, start, stop):
    for i in range(start, min(stop, len(words) - len(part)) + 1):
        if words[i:i + len(part)] == part:
            return i
    return None


def quoted(quote, words, gap):
    if gap is None:
        parts = [words_of(quote)]
    else:
        parts = [words_of(p) for p in re.split(r"\.\.\.|…", quote)]
        parts = [p for p in parts if p]
    start, stop = 0, len(words)
    for part in parts:
        at = find(part, words, start, stop)
        if at is None:
            return False
        start = at + len(part)
        stop = start + (gap or 0)
    return True


def check(answer, lines, gap=None):
    texts = [words_of(line.partition("]")[2]) for line in lines]
    quotes = {m.end(): m.group(1)
              for m in re.finditer(r'"([^"]*)"\s*', answer)}
    result = []
    for m in re.finditer(r"\[([\d,\s]+)\]", answer):
        numbers = [part.strip() for part in m.group(1).split(",")]
        if not all(part.isdigit() for part in numbers):
            continue
        for n in map(int, numbers):
            if not 0 < n <= len(texts):
                result.append((n, "unknown"))
            elif m.start() in quotes and not quoted(
                    quotes[m.start()], texts[n - 1], gap):
                result.append((n, "misquoted"))
    return result
