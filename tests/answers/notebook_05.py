"""Answers to the exercises of notebook 05."""

import math

import numpy as np


def walk(threshold, alias, bucket, coin):
    for _ in range(len(alias)):
        if coin < threshold[bucket]:
            return bucket
        bucket = alias[bucket]
    return bucket


def read_after_write(threshold, alias):
    p = list(threshold)
    for i, other in enumerate(alias):
        p[other] += 1 - p[i]
    return np.array(p) / len(p)


def printed(threshold, alias, bucket, coin):
    print(bucket if coin < threshold[bucket] else alias[bucket])


def forgets_a_return(threshold, alias, bucket, coin):
    if coin < threshold[bucket]:
        return bucket
    return print(alias[bucket])


RIGHT = {
    "q1": [
        lambda counts, power: [c**power / sum(c**power for c in counts) for c in counts],
        lambda counts, power: np.exp(power * np.log(counts)) / np.exp(power * np.log(counts)).sum(),
    ],
    "q2": [20, 20.0, math.ceil(math.log2(10**6))],
    "q3": [
        lambda threshold, alias, bucket, coin: [alias[bucket], bucket][int(coin < threshold[bucket])],
        lambda threshold, alias, bucket, coin: np.where(coin < threshold, range(len(alias)), alias)[
            bucket
        ],
    ],
    "q4": [
        lambda threshold, alias: (
            (threshold + np.bincount(alias, 1 - threshold, len(alias))) / len(alias)
        ),
    ],
    "q5": [lambda observed, p: sum(observed**2 / (p * sum(observed))) - sum(observed)],
    "q6": [lambda p, K: sum(p * (1 - p) ** k for k in range(K))],
}
WRONG = {
    "q1": [
        lambda counts, power: counts / counts.sum(),
        lambda counts, power: counts**0.75 / (counts**0.75).sum(),
        lambda counts, power: counts**power / (counts**power).max(),
    ],
    "q2": ["20", [20], 21, 10, 2**20],
    "q3": [
        walk,
        printed,
        forgets_a_return,
        lambda threshold, alias, bucket, coin: bucket if coin < 0.5 else alias[bucket],
        lambda threshold, alias, bucket, coin: (
            bucket if coin < threshold[bucket] / len(threshold) else alias[bucket]
        ),
        lambda threshold, alias, bucket, coin: bucket if coin <= threshold[bucket] else alias[bucket],
        lambda threshold, alias, bucket, coin: bucket if coin > threshold[bucket] else alias[bucket],
        lambda threshold, alias, bucket, coin: bucket if 1 - coin < threshold[bucket] else alias[bucket],
        lambda threshold, alias, bucket, coin: (
            bucket if coin < threshold[alias[bucket]] else alias[bucket]
        ),
        lambda threshold, alias, bucket, coin: bucket if bucket < threshold[bucket] else alias[bucket],
    ],
    "q4": [read_after_write, lambda threshold, alias: threshold / threshold.sum()],
    "q5": [
        lambda observed, p: ((observed - p) ** 2 / p).sum(),
        lambda observed, p: ((observed - p * observed.sum()) ** 2 / (p * observed.sum())).mean(),
    ],
    "q6": [lambda p, K: 1 - (1 - p), lambda p, K: p * (1 - p) ** (K - 1)],
}
NOT_TOLD = {
    "q1": [(lambda counts, power: counts / counts.sum(), "multipl")],
    "q3": [
        (WRONG["q3"][7], "exchanged"),
        (WRONG["q3"][8], "exchanged"),
        (WRONG["q3"][9], "exchanged"),
        (forgets_a_return, "Not attempted"),
        (printed, "Not attempted"),
    ],
    "q4": [(read_after_write, "aliases")],
}
