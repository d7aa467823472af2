"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "17"
ENGINE_DIGEST = "8f4f3c7d7ff73870cdb0929ce52901a0981e36295d91de079e453152c81d6170"
