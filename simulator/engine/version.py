"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "19"
ENGINE_DIGEST = "8b4a4435b6b180363446f55936a56ab95010b81a768a560c6c1da5bcc1d6d6a0"
