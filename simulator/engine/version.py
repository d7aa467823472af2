"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "20"
ENGINE_DIGEST = "00226e10adb7a45cc08bc23d662e7177151618e916d1b2a9f4f1d5e61c2475fb"
