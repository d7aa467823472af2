"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "8"
ENGINE_DIGEST = "716c94e5691a6a6c1f2468ba72286748c2d4c2efb0378435591fa20c65f0744b"
