"""A plugin on the SDK that does what one should not do: prints, reads its input, fails.

    command = ["python3", "prints.py"]          # with the SDK in PYTHONPATH
    provides = ["acme/hostile"]
"""

import subprocess
import sys

from wiredesk_plugin import Annotation, Drop, log, run


def extract(document, options):
    print("a stray line", document.key)
    subprocess.run(["echo", "another"], check=True)
    if sys.stdin.read():
        raise RuntimeError("took a request that was not meant for it")
    if "RAISE" in document.text:
        raise ValueError("told to raise")
    if "DROP" in document.text:
        return Drop("told to drop")
    if "SETS" in document.text:
        return [Annotation(0, 1, "no JSON", {1, 2})]
    if "LAYERS" in document.text:
        return {"acme/hostile": [{"span": [0, 1], "label": "ok", "value": None}]}
    log("found one", level="debug")
    return (Annotation(0, len(word), options["label"]) for word in document.text.split()[:1])


run(extract)
