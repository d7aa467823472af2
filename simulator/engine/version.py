"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "8"
ENGINE_DIGEST = "c04f3219aabd19d69b29619ca7f8d38f2a6954d4ab291dd1c01ba3eaf62e4ef0"
