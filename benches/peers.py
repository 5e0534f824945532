"""The workload of benches/qd8.rules by ipcalc and by other engines, in one run.

    python3 benches/peers.py PEERS [ROUNDS] [--files] [--skip NAME ...]

PEERS is a folder with the other engines, set up and with their data as its README says; it is run with its own
virtual environment, so this needs nothing but Python. Each round runs every contender once and takes ratios within
the round, so that they hold on a machine that others use; the table gives medians. Sums of all columns are compared as
whole fen with those of the hand-written loop over the same rows. With --files whole processes are timed instead,
Parquet to Parquet, at 1 and at 4 threads.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
REFERENCE = "rust fused i64 avx2"
BY_HAND = [REFERENCE, "rust fused i32-narrowed avx2", "rust row structs, branches", "rust_decimal rows"]


def lines(command, cwd, **env):
    """What a contender prints, a JSON object a line; nothing if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **env})
    if done.returncode:
        print(f"{' '.join(map(str, command))}: {done.stderr[-300:]}", file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def in_memory(peers, rounds, skip):
    python, hand, engines = "venv/bin/python", "rust/target/release/hand", "rust/target/release/engines"
    large, small = "data/q1m.parquet", "data/q10k.parquet"
    ours = ["cargo", "bench", "--quiet", "--bench", "batch", "--"]
    subprocess.run(["cargo", "bench", "--quiet", "--bench", "batch", "--no-run"], cwd=HERE, check=True)
    contenders = [
        ("ipcalc", [*ours, peers / large], HERE, large, {}),
        ("ipcalc", [*ours, peers / small], HERE, small, {}),
        ("duckdb", [python, "py/duck.py", "bench", large, "1", "3"], peers, large, {}),
        ("duckdb", [python, "py/duck.py", "bench", large, "4", "3"], peers, large, {}),
        ("polars", [python, "py/pol.py", "bench", large, "3"], peers, large, {"POLARS_MAX_THREADS": "1"}),
        ("polars", [python, "py/pol.py", "bench", large, "3"], peers, large, {"POLARS_MAX_THREADS": "4"}),
        ("numpy", [python, "py/npy.py", large, "3"], peers, large, {}),
        ("openfisca", [python, "py/fisca.py", large, "3"], peers, large, {}),
        ("cel", [engines, "cel", small, "10000", "3"], peers, small, {}),
        ("zen", [engines, "zen", small, "10000", "3"], peers, small, {}),
        ("rego", [engines, "rego", small, "10000", "3"], peers, small, {}),
        ("jsonlogic", ["node", "node/jl.mjs", "data/q10k.csv", "10000", "3"], peers, small, {}),
        ("publicodes", ["node", "node/publi.mjs", "data/q10k.csv", "1000", "1"], peers, None, {}),
    ]
    right = {file: lines([hand, "bench", file, "1"], peers)[0]["sums"] for file in (large, small)}
    found, order = {}, []
    for _ in range(rounds):
        by_hand = lines([hand, "bench", large, "7"], peers)
        reference = next(line["sec"] / line["rows"] for line in by_hand if line["name"] == REFERENCE)
        got = [(line, large) for line in by_hand if line["name"] in BY_HAND]
        for name, command, cwd, file, env in contenders:
            if name not in skip:
                got += [(line, file) for line in lines(command, cwd, **env)]
        for line, file in got:
            if "sec" not in line:
                continue
            name, each = line["name"], line["sec"] / line["rows"]
            if name not in found:
                found[name] = []
                order.append(name)
            same = "–" if file is None or "sums" not in line else "equal" if line["sums"] == right[file] else "DIFFERENT"
            found[name].append((each, each / reference, same))
    print("| contender | ns an applicant | times the loop by hand | sums |\n|---|---|---|---|")
    for name in order:
        each, ratio = (statistics.median(column) for column in list(zip(*found[name]))[:2])
        sums = "/".join(sorted({same for _, _, same in found[name]}))
        print(f"| {name} | {each * 1e9:,.1f} | {ratio:,.2f} | {sums} |", flush=True)


def whole_process(command, cwd, env):
    """Seconds and the highest memory in MB of a process; None where it fails."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, cwd=cwd, env={**os.environ, **env}, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        print(f"{' '.join(map(str, command))} failed", file=sys.stderr)
        return None
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def files(peers, rounds, skip):
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=HERE, check=True)
    source, target = "data/q10m.parquet", "data/out.parquet"
    print("| contender | threads | s | MB | sums |\n|---|---|---|---|---|")
    right = None
    for threads in ("1", "4"):
        ipcalc = [HERE / "target/release/ipcalc", "batch", source, "-o", target, "--policy", "qd8"]
        ipcalc += ["--rules", HERE / "benches/qd8.rules", "--only", "amounts", "--threads", threads]
        contenders = [
            ("by hand", ["rust/target/release/hand", "e2e", source, target, threads], {}),
            ("ipcalc", ipcalc, {}),
            ("DuckDB", ["venv/bin/python", "py/duck.py", "e2e", source, target, threads], {}),
            ("Polars", ["venv/bin/python", "py/pol.py", "e2e", source, target], {"POLARS_MAX_THREADS": threads}),
        ]
        found = {}
        for round_ in range(rounds + 1):
            for name, command, env in contenders:
                remove(peers, target)
                took = whole_process(command, peers, env)
                # The first round only brings the file into memory; its results are what sums are taken from.
                if round_ == 0:
                    # Some write a file for each thread.
                    parts = [str(part) for part in sorted(peers.glob(target + "*"))]
                    sums = subprocess.run(
                        ["venv/bin/python", "py/sums.py", *parts], cwd=peers, capture_output=True, text=True
                    ).stdout.split("]")[0]
                    right = right or sums
                    found[name] = [sums == right and sums != ""]
                elif took:
                    found[name].append(took)
        for name, (same, *took) in found.items():
            seconds, memory = (statistics.median(column) for column in zip(*took))
            print(f"| {name} | {threads} | {seconds:.2f} | {memory:,.0f} | {'equal' if same else 'DIFFERENT'} |", flush=True)
        remove(peers, target)


def remove(peers, target):
    for part in peers.glob(target + "*"):
        part.unlink()


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("peers", type=Path)
    asked.add_argument("rounds", type=int, nargs="?", default=3)
    asked.add_argument("--files", action="store_true")
    asked.add_argument("--skip", nargs="*", default=[])
    asked = asked.parse_args()
    (files if asked.files else in_memory)(asked.peers.resolve(), asked.rounds, asked.skip)


if __name__ == "__main__":
    main()
