"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "15"
ENGINE_DIGEST = "f4dd65e15fe7bc86b8ed34d0e6bec77d20168b4dbb78eef5b3309e8477bd8545"
