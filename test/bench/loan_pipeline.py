"""The other side of the bench: the loan pipeline as a pandas and scikit-learn script, file to ROC."""

import json
import sys
import time

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss
from sklearn.metrics import precision_score, recall_score, roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder

for line in sys.stdin:
    start = time.perf_counter()
    table = pd.read_csv(sys.argv[1]).drop(columns=["Loan_ID", "Gender"])
    actual = table.pop("Loan_Status") == "Y"
    train, test, train_actual, test_actual = train_test_split(
        table, actual, train_size=0.7, stratify=actual, random_state=42
    )
    numbers = list(table.select_dtypes("number").columns)
    texts = [name for name in table.columns if name not in numbers]
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler()), numbers),
            (
                make_pipeline(
                    SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")
                ),
                texts,
            ),
        ),
        LogisticRegression(solver="lbfgs", tol=1e-7, max_iter=1000),
    ).fit(train, train_actual)
    probabilities = model.predict_proba(test)[:, 1]
    predicted = probabilities >= 0.5
    figures = {
        "accuracy": accuracy_score(test_actual, predicted),
        "precision": precision_score(test_actual, predicted),
        "recall": recall_score(test_actual, predicted),
        "f1": f1_score(test_actual, predicted),
        "auc": roc_auc_score(test_actual, probabilities),
        "logLoss": log_loss(test_actual, probabilities),
    }
    confusion_matrix(test_actual, predicted)
    roc_curve(test_actual, probabilities, drop_intermediate=False)
    print(json.dumps({"seconds": time.perf_counter() - start, **figures}), flush=True)
