"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "21"
ENGINE_DIGEST = "a317e0b5402160c9ba233506145c798b93562d204370a4066c6eb256cc8e448b"
