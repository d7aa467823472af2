"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "16"
ENGINE_DIGEST = "4cfe4f4103aaee84b090fce04054e6f48ca05ba990d4ff0e8bae969e677d9c9c"
