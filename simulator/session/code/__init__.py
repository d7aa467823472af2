"""Running a candidate's code: the child process and what holds it, and what a run came to."""
