# Fault: an old timeout comes out although a later try gave a reply
def call_with_retry(call, sleep, attempts, base, cap, budget=None):
    wait, slept, failure = min(base, cap), 0.0, None
    for left in reversed(range(attempts)):
        reply, asked = None, 0.0
        try:
            reply = call()
        except TimeoutError as error:
            failure = error
        else:
            if reply["status"] != 429 and reply["status"] < 500:
                return reply
            asked = reply.get("retry_after", 0.0)
        pause = max(wait, asked)
        over = budget is not None and slept + pause > budget
        if left == 0 or over:
            if failure is not None:
                raise failure
            return reply
        sleep(pause)
        slept += pause
        wait = min(cap, wait * 2)
