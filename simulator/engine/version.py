"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "12"
ENGINE_DIGEST = "6593ab998a135ad60a968c8b5fbaa586b7c89cfc75551e091e98ea6a30d01a62"
