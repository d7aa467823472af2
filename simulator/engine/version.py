"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "11"
ENGINE_DIGEST = "15ba37fdaf4cf8a068e4a7309e04ebfed7007953288e972a8c5b1da7e540f202"
