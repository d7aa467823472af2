"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "10"
ENGINE_DIGEST = "0fff6272f62e2e77467c210d9d3e503360ea34d4c0a49bb4fdfb6840439c030d"
