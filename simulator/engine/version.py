"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "18"
ENGINE_DIGEST = "f772c4a1298fe4d44d650504d7dc1cec76fa097aec0007496e161aac1c5ef70f"
