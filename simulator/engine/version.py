"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "11"
ENGINE_DIGEST = "ca998c2b736ad7030f63e63dea22687026420eaeab0bc4f467e41df69b9b3d62"
