"""Which version of the engine chooses: transcripts name it, so that a choice can be explained years later.

Whoever changes what is chosen raises the version and writes the new digest. The digest is of many interviews that
`tests/unit/test_engine_version.py` sits; it fails where the engine chooses differently.
"""

ENGINE_VERSION = "17"
ENGINE_DIGEST = "76b838119ae25ad281772578b010e1c26e0cb820731e3fb7190958fde0db60df"
