"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "15"
ENGINE_DIGEST = "04ffcff0aabbbbe2d52595ee21bbf0e040817b9e984148791b5c8e7b526cc8bc"
