"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "14"
ENGINE_DIGEST = "8374e95d9dbb3e8067bada12db08382066291b1e1a0d1af8e32e20045e010190"
