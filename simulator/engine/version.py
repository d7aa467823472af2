"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "17"
ENGINE_DIGEST = "94dcf3ed0af42c99f0ff1df4120a94ae38872ce93707f1689f169be209c30166"
