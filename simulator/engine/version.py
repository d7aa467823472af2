"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "11"
ENGINE_DIGEST = "5a8f1270f4f1678e182620df3e81020e33ce3116b57e9e2373faf1270af2020c"
