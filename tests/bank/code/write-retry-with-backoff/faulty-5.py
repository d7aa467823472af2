# Fault: it also sleeps after the last try, though sleeps belong between two tries.
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    pause = min(base, cap)
    slept = 0.0
    tries = 0
    while True:
        reply = timeout = None
        try:
            reply = call()
        except TimeoutError as error:
            timeout = error
        tries += 1

        asked = None
        if timeout is None:
            status = reply["status"]
            if status != 429 and status < 500:
                return reply
            asked = reply.get("retry_after")
        nap = pause if asked is None else max(pause, asked)

        over = budget is not None and slept + nap > budget
        if not over:
            sleep(nap)
        if tries >= attempts or over:
            if timeout is not None:
                raise timeout
            return reply
        slept += nap
        pause = min(2 * pause, cap)
