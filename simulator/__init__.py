"""A full mock technical interview in the terminal, with adaptive questions from a concept graph."""

import os

# One thread for numpy: our matrices are so small that waiting for other threads doubles the time. OpenBLAS reads this
# when numpy is imported. A value that the user has set stays.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
