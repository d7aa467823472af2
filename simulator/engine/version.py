"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "8"
ENGINE_DIGEST = "3ff36868b857f643d3d0d31c9905e98c0aca2e1a39d7275d1ed8f376f9e3a644"
