"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "11"
ENGINE_DIGEST = "2f58cee3116832b8862a1712c8e4ceb2af539791f543384b6c93aecffea4ee34"
