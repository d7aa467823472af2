# Fault: retry_after counts even if it's shorter than the own wait.
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    wait = min(base, cap)
    slept = 0.0
    for number in range(1, attempts + 1):
        error, reply = None, {}
        try:
            reply = call()
        except TimeoutError as timeout:
            error = timeout
        else:
            if reply["status"] != 429 and reply["status"] < 500:
                return reply
        pause = reply.get("retry_after", wait)
        over = budget is not None and slept + pause > budget
        if number == attempts or over:
            if error is not None:
                raise error
            return reply
        sleep(pause)
        slept += pause
        wait = min(2 * wait, cap)
