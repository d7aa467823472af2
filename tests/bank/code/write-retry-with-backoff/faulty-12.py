# Fault: a budget of 0 is none.
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
        pause = max(wait, reply.get("retry_after") or 0)
        over = budget and slept + pause > budget
        if number == attempts or over:
            if error is not None:
                raise error
            return reply
        sleep(pause)
        slept += pause
        wait = min(2 * wait, cap)
