# Fault: retry_after of an earlier reply is still used after a later TimeoutError, which didn't bring one.
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    pause = min(base, cap)
    slept = 0.0
    tries = 0
    asked = None
    while True:
        reply = timeout = None
        try:
            reply = call()
        except TimeoutError as error:
            timeout = error
        tries += 1

        if timeout is None:
            status = reply["status"]
            if status != 429 and status < 500:
                return reply
            asked = reply.get("retry_after")
        nap = pause if asked is None else max(pause, asked)

        if tries >= attempts or (budget is not None and slept + nap > budget):
            if timeout is not None:
                raise timeout
            return reply
        sleep(nap)
        slept += nap
        pause = min(2 * pause, cap)
