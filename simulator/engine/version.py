"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "17"
ENGINE_DIGEST = "270b589a922f3d43b506f177e95958ee0441e7fa9583097553557afc5ba24fac"
