"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "14"
ENGINE_DIGEST = "5c064ece8649a3faff611d5679e4c32f21d56b0464d68fa3d491a77f411a6618"
