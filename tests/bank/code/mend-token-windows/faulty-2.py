# Fault: stops one window short of a last window that only repeats, but not of several
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks = []
    start = 0
    while start < len(tokens):
        end = min(start + size, len(tokens))
        if start + size < len(tokens):
            good = [p for p in stops if start + overlap < p <= end]
            if good:
                end = max(good)
        chunks.append((start, tokens[start:end]))
        start = end - overlap if end < len(tokens) else start + size - overlap
    if len(chunks) > 1 and len(chunks[-1][1]) <= overlap:
        chunks.pop()
    return chunks


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens = tokens + window[len(tokens) - start:]
    return tokens
