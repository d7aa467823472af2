# Fault: the first wait isn't capped: with base 5.0 and cap 2.0 it sleeps 5.0.
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    pause = base
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

        if tries >= attempts or (budget is not None and slept + nap > budget):
            if timeout is not None:
                raise timeout
            return reply
        sleep(nap)
        slept += nap
        pause = min(2 * pause, cap)
