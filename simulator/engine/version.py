"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "11"
ENGINE_DIGEST = "1f95d6c7565efbbac0dde4a13f1d0445e9c85fdbe38d7242ba70d06f3020c171"
