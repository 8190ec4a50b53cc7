"""The other side of the bench: scikit-learn's lbfgs on the same matrix, written out in float64."""

import json
import sys
import time

import numpy as np
from sklearn.linear_model import LogisticRegression

with open(sys.argv[1], "rb") as file:
    rows, numeric, categorical = (int(value) for value in np.fromfile(file, count=3))
    level_counts = [int(value) for value in np.fromfile(file, count=categorical)]
    parts = [np.fromfile(file, count=rows * numeric).reshape(numeric, rows).T]
    for count in level_counts:
        codes = np.fromfile(file, dtype=np.uint8, count=rows)
        parts.append((codes[:, None] == np.arange(1, count + 1)[None, :]).astype(np.float64))
    classes = np.fromfile(file, dtype=np.int8, count=rows)
matrix = np.ascontiguousarray(np.hstack(parts))

for line in sys.stdin:
    start = time.perf_counter()
    model = LogisticRegression(solver="lbfgs", tol=1e-7, max_iter=1000).fit(matrix, classes)
    seconds = time.perf_counter() - start
    weights = model.coef_[0]
    scores = matrix @ weights + model.intercept_[0]
    objective = np.sum(np.logaddexp(0, scores) - classes * scores) + weights @ weights / 2
    print(json.dumps({"seconds": seconds, "objective": objective, "iterations": int(model.n_iter_[0])}), flush=True)
