"""The other side of the bench: pandas.read_csv, types inferred, in a fresh process."""

import json
import sys
import time

import pandas as pd

for line in sys.stdin:
    start = time.perf_counter()
    table = pd.read_csv(sys.argv[1])
    seconds = time.perf_counter() - start
    with open("/proc/self/status") as status:
        peak = next(int(entry.split()[1]) for entry in status if entry.startswith("VmHWM")) / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "cells": int(table.size)}), flush=True)
