"""The same import in Python: a pool of threads, each with a requests session, over csv.DictReader."""

import csv
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

base_uri, token, path, workers = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
url = base_uri.rstrip("/") + "/ms/customer/customer/api/v1/add-update"
local = threading.local()


def session():
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.headers["Authorization"] = "Basic " + token
    return local.session


def add(row):
    answer = session().post(url, json={"customer_info": row}, timeout=100)
    answer.raise_for_status()
    return answer.json()["status"] == "success"


start = time.perf_counter()
with open(path, encoding="utf-8", newline="") as file, ThreadPoolExecutor(workers) as pool:
    results = list(pool.map(add, csv.DictReader(file)))
seconds = time.perf_counter() - start

print(json.dumps({"Seconds": seconds, "Succeeded": sum(results), "Failed": len(results) - sum(results), "PeakBytes": 0}))
