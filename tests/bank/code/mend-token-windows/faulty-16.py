# Fault: (twist) the caller's stops are sorted.
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks, start, n = [], 0, len(tokens)
    if stops:
        stops.sort()
    while start < n:
        end = start + size
        if end >= n:
            chunks.append((start, tokens[start:n]))
            break
        end = max((p for p in stops if start + overlap < p <= end), default=end)
        chunks.append((start, tokens[start:end]))
        start = end - overlap
    return chunks


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens += window[len(tokens) - start:]
    return tokens
