# Fault: when the last try times out after an earlier reply, it gives back that earlier reply instead of letting the TimeoutError out.
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    pause = min(base, cap)
    slept = 0.0
    tries = 0
    reply = None
    while True:
        timeout = None
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
            if reply is None:
                raise timeout
            return reply
        sleep(nap)
        slept += nap
        pause = min(2 * pause, cap)
