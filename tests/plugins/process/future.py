"""A plugin that speaks a version of the protocol which does not exist yet.

    command = ["python3", "future.py"]
"""

import sys

sys.stdin.readline()
print('{"hello":{"protocol":7,"plugin":{"name":"future"}}}', flush=True)
sys.stdin.read()
