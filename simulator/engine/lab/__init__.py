"""The laboratory: baselines, simulated people, measures and calibration."""
