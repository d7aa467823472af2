"""Checksums of what the index holds: a flipped bit may still give a valid value, such as another score."""

import zlib

import msgspec

_encode = msgspec.msgpack.Encoder().encode
_SIZE = 4


class BrokenSealError(ValueError):
    """The value read is not the one that was stored."""


def seal(*values: object) -> int:
    """A checksum of the values."""
    return zlib.crc32(_encode(values))


def sealed(data: bytes, *of: object) -> bytes:
    """The bytes with a checksum of them and of what they belong to (`of`)."""
    return zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big") + data


def unsealed(kept: bytes, *of: object) -> bytes:
    """The bytes that were sealed. Raises BrokenSealError if they have changed or belong to something else."""
    data = kept[_SIZE:]
    if kept[:_SIZE] != zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big"):
        raise BrokenSealError
    return data
