"""Checksums over what the index holds: a flipped bit in it may still be a sound value, such as another score."""

import zlib

import msgspec

_encode = msgspec.msgpack.Encoder().encode
_SIZE = 4


class BrokenSealError(ValueError):
    """What was read is not what was put in."""


def seal(*values: object) -> int:
    """A number that other values would hardly give."""
    return zlib.crc32(_encode(values))


def sealed(data: bytes, *of: object) -> bytes:
    """Bytes that can be told from spoilt ones, and from those `of` something else."""
    return zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big") + data


def opened(kept: bytes, *of: object) -> bytes:
    """The bytes that were sealed. Raises BrokenSealError where they are not what they were."""
    data = kept[_SIZE:]
    if kept[:_SIZE] != zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big"):
        raise BrokenSealError
    return data
