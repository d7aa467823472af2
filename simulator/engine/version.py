"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "16"
ENGINE_DIGEST = "8fdb146cc1aa8d540515b319ea3b1d4bf5a8835c1945f29b6b90916e04bbbd07"
