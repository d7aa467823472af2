"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "9"
ENGINE_DIGEST = "524341d97f95e6cbc877439487289b842fa298b064a45c76a838a4d7b748c216"
