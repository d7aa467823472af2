"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "20"
ENGINE_DIGEST = "c822aed46bdecd379f9d734b6e1d7e2b9b53a8e2f6720f5dd0e88a393b9f0da5"
