"""A plugin that does what it is told by words in the text, most of it wrong. For tests of the host:
standard library only, and the protocol by hand, as the SDK would keep it from its worst.

    command = ["python3", "hostile.py"]
    provides = ["acme/hostile"]

Options: `pids`: a file to which the numbers of its processes are appended; `reorder`: answers so
many requests at once, the last first; `padding`: bytes of value that each annotation carries.
"""

import json
import os
import signal
import sys
import time


def say(message):
    sys.stdout.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
    sys.stdout.flush()


def note(pid):
    if "pids" in options:
        with open(options["pids"], "a") as pids:
            pids.write(f"{pid}\n")


def linger(new_session):
    """Leaves a process behind that holds on to everything and wants to live for ever."""
    if os.fork() == 0:
        if new_session:
            os.setsid()
        lingering = os.fork()
        if lingering != 0:
            note(lingering)
            os._exit(0)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(1000)
    os.wait()


def found(document):
    """The result for one document: its first word is annotated, unless it says otherwise."""
    text = document["text"]
    end = len(text.split()[0]) if text else 0
    spans = {"BEYOND": [0, len(text) + 1], "REVERSED": [2, 1], "NEGATIVE": [-1, 1]}
    span = next((span for word, span in spans.items() if word in text), [0, end])
    if "NONSENSE" in text:
        return ["not", "an", "object"]
    if "FOREIGN" in text:
        return {"layers": {"sentences": [[0, end]]}}
    annotation = {"span": span, "label": "ok", "value": "x" * options.get("padding", 0) or None}
    return {"layers": {"acme/hostile": [annotation]}}


def answer(request):
    text = "\n".join(document["text"] for document in request["documents"])
    if "FORK" in text:
        linger(new_session=False)
    if "SETSID" in text:
        linger(new_session=True)
    if "SPIN" in text:
        while True:
            pass
    if "SILENT" in text:
        return
    if "EXIT" in text:
        print("told to exit", file=sys.stderr)
        sys.exit(9)
    if "SIGNAL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "CLOSE" in text:
        os.close(1)
        time.sleep(1000)
    if "GARBAGE" in text:
        return say("{]")
    if "FLOOD" in text:
        for _ in range(1024):
            os.write(1, b"x" * (1 << 20))
    if "BOMB" in text:
        hoard = []
        while True:
            hoard.append(bytearray(16 << 20))
    if "NOISE" in text:
        print("noise\n" * 10_000, file=sys.stderr)
    if "DESCRIPTORS" in text:
        names = os.listdir("/proc/self/fd")
        others = [name for name in names if int(name) > 2 and os.path.lexists(f"/proc/self/fd/{name}")]
        files = [link for link in map(os.readlink, (f"/proc/self/fd/{name}" for name in others)) if link[0] == "/"]
        request["documents"][0]["text"] = "BEYOND" if files else "fine"
    time.sleep(0.5 * sum("SLOW" in document["text"] for document in request["documents"]))
    results = [found(document) for document in request["documents"]]
    if "COUNT" in text:
        results.append({})
    if "WRONGID" in text:
        return say({"id": request["id"] + 1000, "results": results})
    say({"id": request["id"], "results": results})
    if "TWICE" in text:
        say({"id": request["id"], "results": results})
    if "STRAY" in text:
        say("a line for people")


hello = json.loads(sys.stdin.readline())["hello"]
options = hello["options"] or {}
note(os.getpid())
say({"hello": {"protocol": 1}})
waiting = []
for line in sys.stdin:
    message = json.loads(line)
    if "documents" in message:
        waiting.append(message)
        if len(waiting) >= options.get("reorder", 1):
            for request in reversed(waiting):
                answer(request)
            waiting.clear()
if "pids" in options:
    with open(options["pids"] + ".bye", "w") as ended:
        ended.write("ended by itself\n")
