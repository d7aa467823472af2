"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "15"
ENGINE_DIGEST = "54b38d9640a2187ea78059d44023d8959d7cbff67f402faeed4959486737cb08"
