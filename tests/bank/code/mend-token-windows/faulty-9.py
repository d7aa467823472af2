# Fault: join loses all before a window that overlaps nothing.
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks, start, n = [], 0, len(tokens)
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
        known = len(tokens) - start
        tokens = tokens[:-known] + window
    return tokens
