"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "13"
ENGINE_DIGEST = "d19a7972dd3ff68c281879d483d8c750954d9810af0be44bdbb4b580ba2177f3"
