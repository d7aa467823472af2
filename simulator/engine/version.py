"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "21"
ENGINE_DIGEST = "61856e0b9a8d1bbc45253d3c933e98438240bf0214a2e48f790a0fcc8e57d0e6"
