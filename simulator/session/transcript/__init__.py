"""The transcript on disk: written durably, read whatever happened to it."""
