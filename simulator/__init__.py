"""A full mock interview in the terminal: a concept graph, an adaptive engine, transcripts that outlive the program."""

import os

# One thread for numpy's sums: too small to be shared out, and threads that wait for each other double what they
# cost. OpenBLAS reads it when numpy is loaded; who has set it is not overruled.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
