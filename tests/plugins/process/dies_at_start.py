"""A plugin that never comes as far as to say hello.

    command = ["python3", "dies_at_start.py"]
"""

import sys

sys.exit("no model: harbour.bin")
