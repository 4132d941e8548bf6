"""Makes the golden lists and figures that the evaluation is compared to.

Run with ranx 0.3.21 (pip install ranx==0.3.21) and RecTools 0.19.0 (pip install rectools==0.19.0):
  python3 golden.py <folder>
"""

import csv
import random
import sys

import pandas as pd
from ranx import Qrels, Run, evaluate
from rectools import Columns
from rectools.metrics import MAP, MRR, NDCG, CatalogCoverage, HitRate, Recall

ITEMS = [f"i{n:03d}" for n in range(300)]
KS = [10, 50, 100]


def lists():
    draw = random.Random(20)
    users = {}
    for n in range(60):
        length = draw.choice([0, 1, 3, 9, 10, 40, 100, 100, 100])
        relevant = draw.choice([1, 1, 2, 3, 8, 15, 70, 130])
        # Popular items first in both, so that there are hits.
        weights = [1 / (1 + i) ** 0.7 for i in range(len(ITEMS))]

        def some(count):
            keyed = sorted(zip((draw.random() ** (1 / w) for w in weights), ITEMS), reverse=True)
            return [item for _, item in keyed[:count]]

        users[f"u{n:02d}"] = (some(length), some(relevant))
    return users


def main(folder):
    users = lists()
    with open(f"{folder}/lists.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["user_id", "recommended", "relevant"])
        for user, (recommended, relevant) in users.items():
            writer.writerow([user, " ".join(recommended), " ".join(relevant)])
    rows = []
    qrels = Qrels({u: {i: 1 for i in rel} for u, (_, rel) in users.items()})
    # A user of an empty list has one item that nobody wants: ranx knows no empty lists.
    run = Run(
        {
            u: {i: 1000.0 - at for at, i in enumerate(rec or ["nothing"])}
            for u, (rec, _) in users.items()
        }
    )
    names = {"recall": "Recall", "ndcg": "NDCG", "hit_rate": "HitRate", "mrr": "MRR", "map": "MAP"}
    for k in KS:
        # Both libraries divide average precision by all relevant items, the evaluation by at most k.
        few = {user for user, (_, relevant) in users.items() if len(relevant) <= k}
        for theirs, ours in names.items():
            scores = evaluate(qrels, run, f"{theirs}@{k}", return_mean=False)
            for user, score in zip(sorted(users), scores):
                if ours != "MAP" or user in few:
                    rows.append(["ranx", user, ours, k, repr(float(score))])
    interactions = pd.DataFrame(
        [(u, i) for u, (_, rel) in users.items() for i in rel], columns=[Columns.User, Columns.Item]
    )
    reco = pd.DataFrame(
        [(u, i, at + 1) for u, (rec, _) in users.items() for at, i in enumerate(rec)],
        columns=[Columns.User, Columns.Item, Columns.Rank],
    )
    for k in KS:
        few = {user for user, (_, relevant) in users.items() if len(relevant) <= k}
        metrics = {
            "Recall": Recall(k=k),
            "HitRate": HitRate(k=k),
            "MRR": MRR(k=k),
            "MAP": MAP(k=k),
            "NDCG": NDCG(k=k, divide_by_achievable=True),
        }
        for ours, metric in metrics.items():
            for user, score in metric.calc_per_user(reco, interactions).items():
                if ours != "MAP" or user in few:
                    rows.append(["rectools", user, ours, k, repr(float(score))])
        coverage = CatalogCoverage(k=k, normalize=True).calc(reco, catalog=ITEMS)
        rows.append(["rectools", "", "Coverage", k, repr(float(coverage))])
    with open(f"{folder}/values.csv", "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["library", "user_id", "metric", "k", "value"])
        writer.writerows(rows)


main(sys.argv[1])
