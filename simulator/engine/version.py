"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "10"
ENGINE_DIGEST = "7fb4485cf7a41f959f4ef268dce2789303d12132ea6681fe822a4839270296b5"
