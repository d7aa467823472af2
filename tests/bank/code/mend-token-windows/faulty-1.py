# Fault: the default list is mended, but join still grows the first window
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks = []
    start = 0
    while start < len(tokens):
        if start + size >= len(tokens):
            chunks.append((start, tokens[start:]))
            break
        ends = [p for p in stops if start + overlap < p <= start + size]
        end = max(ends) if ends else start + size
        chunks.append((start, tokens[start:end]))
        start = end - overlap
    return chunks


def join(chunks):
    if not chunks:
        return []
    tokens = chunks[0][1]
    for start, window in chunks[1:]:
        tokens += window[len(tokens) - start:]
    return tokens
