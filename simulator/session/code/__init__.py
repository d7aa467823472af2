"""The runner of a candidate's code: a child process with limits, and as shut in as the machine allows."""
