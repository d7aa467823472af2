# Fault: quote is searched as a string, so parts of words match too
import re


def pack(hits, budget):
    out, seen, used = [], set(), 0
    for hit in hits:
        if hit in seen:
            continue
        seen.add(hit)
        line = "[%d] %s" % (len(out) + 1, hit)
        n = len(line.split())
        if used + n > budget:
            continue
        used += n
        out.append(line)
    return out


def norm(s):
    return " ".join(re.findall(r"[^\W_]+", s.lower()))


def found(quote, text, gap):
    text = norm(text)
    if gap is None:
        return norm(quote) in text
    parts = [norm(p) for p in re.split(r"\.{3}|…", quote)]
    parts = [re.escape(p) for p in parts if p]
    between = r" (?:\w+ ){0,%d}" % gap
    return re.search(between.join(parts), text) is not None


def check(answer, lines, gap=None):
    quotes = {m.end(): m.group(1)
              for m in re.finditer(r'"([^"]*)"\s*', answer)}
    faults = []
    for m in re.finditer(r"\[(\s*\d+\s*(?:,\s*\d+\s*)*)\]", answer):
        quote = quotes.get(m.start())
        for num in m.group(1).split(","):
            n = int(num)
            if n < 1 or n > len(lines):
                faults.append((n, "unknown"))
            elif quote is not None:
                text = lines[n - 1].split("]", 1)[1]
                if not found(quote, text, gap):
                    faults.append((n, "misquoted"))
    return faults
