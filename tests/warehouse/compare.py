"""Runs `ipcalc batch` and the compiled query of each warehouse over the same rows, and compares every row.

Called by run.sh. Exit code 1: something differs.
"""

import argparse
import csv
import datetime
import json
import pathlib
import re
import subprocess
import sys
import time
from decimal import Decimal

import engines
import rows as making

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What tables and the key are called where names try to leave their quotes, or are words of SQL.
HOSTILE = {
    "applicants": "ap\"p`l'i\\cants; DROP TABLE x; --\n表",
    "history": "SELECT",
    "id": 'Order "by" 1 --\\',
}
DAYS = [datetime.date(2024, 2, 2), datetime.date(2029, 2, 1), datetime.date(2019, 6, 30), datetime.date(2025, 1, 1)]


class Ipcalc:
    def __init__(self, binary, policy, rules):
        self.binary, self.policy = binary, policy
        self.rules = [part for path in rules for part in ("--rules", str(path))]

    def call(self, *arguments, check=True):
        done = subprocess.run([self.binary, *arguments, "--lang", "en"], capture_output=True, text=True)
        if check and done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.stderr[:3000]}")
        return done

    def facts(self):
        return json.loads(self.call("facts", self.policy, "--format", "json", *self.rules).stdout)

    def awards(self):
        items = json.loads(self.call("list", self.policy, "--format", "json", *self.rules).stdout)
        return [item["id"] for item in items if item["kind"] in ("award", "ladder", "support")]

    def query(self, dialect, *options):
        return self.call("compile", self.policy, "--to", "sql", "--dialect", dialect, *self.rules, *options)


def text_cell(value):
    if value is None:
        return ""
    if value is making.ABSENT:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_csv(path, columns, rows, named=None):
    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([(named or {}).get(column, column) for column in columns])
        for row in rows:
            writer.writerow([text_cell(row.get(column)) for column in columns])


def batch(ipcalc, folder, facts, people, items, payments, as_of):
    """What `ipcalc batch` says: rows by key, and reasons of those that are refused."""
    plain = [name for fact in facts if fact["type"] != "list" for name in [fact["name"], *fact.get("years", [])]]
    # Beside columns of single years, batch wants this year's to say so.
    named = {fact["name"]: f"{fact['name']}.{as_of[:4]}" for fact in facts if fact.get("years")}
    write_csv(folder / "in.csv", ["id", *plain, *(["as_of"] if as_of is None else [])], people, named)
    call = ["batch", str(folder / "in.csv"), "-o", str(folder / "out.csv"), "--policy", ipcalc.policy]
    call += ["--key", "id", "--keep", "id", "--bounds", *ipcalc.rules]
    if as_of is not None:
        call += ["--as-of", as_of]
    for fact in facts:
        if fact["type"] == "list":
            path = folder / f"{fact['name']}.csv"
            write_csv(path, ["id", *[field["name"] for field in fact["fields"]]], items[fact["name"]])
            call += ["--list", f"{fact['name']}={path}"]
    if payments is not None:
        write_csv(folder / "history.csv", ["id", "award", "year", "amount"], payments)
        call += ["--history", str(folder / "history.csv")]
    for stale in ("out.csv", "out.csv.errors.csv"):
        (folder / stale).unlink(missing_ok=True)
    done = ipcalc.call(*call, check=False)
    if not (folder / "out.csv").exists():
        raise RuntimeError(done.stderr[:3000])
    answers = {row["id"]: row for row in csv.DictReader(open(folder / "out.csv", encoding="utf-8"))}
    refused = {}
    errors = folder / "out.csv.errors.csv"
    if errors.exists():
        for row in csv.DictReader(open(errors, encoding="utf-8")):
            refused.setdefault(row["applicant"], set()).add(row["code"])
    return answers, refused


def complete(row, items):
    """Whether all is known of a row, but for what officials decide."""
    return all(value is not None for name, value in row.items() if not name.endswith(".decision")) and all(
        value is not None for item in items for value in item.values()
    )


def same(text, value):
    if text in ("", None):
        return value is None
    return value is not None and Decimal(text) == Decimal(str(value))


def differences(awards, answers, refused, found, people, items, beyond=frozenset()):
    """What differs, in words; and how many outcomes were compared, and left undecided by the query.

    Rows beyond what a query computes with may be left undecided as they like."""
    faults, compared, undecided = [], 0, 0
    by_key = {str(row["id"]): row for row in found}
    if len(by_key) != len(people) or len(found) != len(people):
        faults.append(f"{len(found)} rows for {len(people)} applicants")
    for person in people:
        key = str(person["id"])
        own = [item for of in items.values() for item in of if item["id"] == person["id"]]
        row, answer = by_key.get(key), answers.get(key)
        if row is None:
            faults.append(f"row {key} is missing")
            continue
        if answer is None:
            codes = refused.get(key, {"none"})
            if codes == {"E0916"}:
                # An amount beyond 64 bits of fen: tables of results hold no such number, the query does.
                continue
            if row["refused"] is None:
                decided = [award for award in awards if row[award + ".outcome"] != "undecided"]
                if decided or (complete(person, own) and person["id"] not in beyond):
                    faults.append(f"row {key}: refused by batch ({codes}), not by the query")
            elif row["refused"].split(" ")[0] not in codes:
                faults.append(f"row {key}: refused by batch for {codes}, by the query for {row['refused']}")
            elif any(row[award] is not None for award in [*awards, "total"]):
                faults.append(f"row {key}: an amount of a refused row")
            continue
        if row["refused"] is not None:
            faults.append(f"row {key}: refused by the query for {row['refused']}, not by batch")
            continue
        open_award = False
        for award in awards:
            compared += 1
            outcome, wanted = row[award + ".outcome"], answer[award + ".outcome"]
            if outcome == "undecided":
                undecided += 1
                open_award = True
                # What officials have still to decide may bear on what others leave.
                open_decision = award + ".decision" in person and person[award + ".decision"] is None
                if complete(person, own) and not open_decision and wanted != "undetermined" and person["id"] not in beyond:
                    faults.append(f"row {key}, {award}: undecided, though all is known ({wanted})")
                if row[award] is not None:
                    faults.append(f"row {key}, {award}: an amount of an undecided award")
                continue
            if outcome != wanted:
                faults.append(f"row {key}, {award}: {outcome}, batch says {wanted}")
            elif not same(answer[award], row[award]):
                faults.append(f"row {key}, {award}: {row[award]}, batch says {answer[award]}")
            elif wanted == "up_to":
                for end in ("min", "max"):
                    if not same(answer[f"{award}.{end}"], row[f"{award}.{end}"]):
                        faults.append(f"row {key}, {award}.{end}: {row[f'{award}.{end}']}, batch says {answer[f'{award}.{end}']}")
        if not open_award and not same(answer["total"], row["total"]):
            faults.append(f"row {key}, total: {row['total']}, batch says {answer['total']}")
        if open_award and row["total"] is not None:
            faults.append(f"row {key}: a total of undecided awards")
    return faults, compared, undecided


def run_case(arguments, warehouses, case, seed):
    name, policy, rules, as_of, with_history = case
    ipcalc = Ipcalc(arguments.ipcalc, policy, rules)
    facts = ipcalc.facts()
    for fact in facts:
        if fact["by_year"] and as_of is not None:
            year = int(as_of[:4])
            fact["years"] = [f"{fact['name']}.{year - before}" for before in (1, 2, 3)]
    called = HOSTILE if name == "hostile" else {}
    key = called.get("id", "id")
    options = ["--key", key, "--table", called.get("applicants", "applicants")]
    if as_of is not None:
        options += ["--as-of", as_of]
    if with_history:
        options += ["--history", called.get("history", "history")]
    probe = ipcalc.call("compile", policy, "--to", "sql", "--dialect", "duckdb", *ipcalc.rules, *options, check=False)
    if probe.returncode != 0:
        reason = re.sub(r"\s+", " ", probe.stderr)[:160]
        print(f"{name}: no query: {reason}")
        return 0
    # A decision may have any name that is asked for; what the query reads of single years is given too.
    read = probe.stdout.split("\nWITH\n")[0]
    for fact in facts:
        fact["years"] = [year for year in fact.get("years", []) if year in read]
    facts_read = {fact["name"] for fact in facts if re.search(rf"^-- - {re.escape(fact['name'])} ", read, re.M)}
    people, items = making.table(facts, facts_read, probe.stdout, arguments.rows, seed, as_of is None, DAYS)
    awards = ipcalc.awards()
    with_history = with_history and bool(awards)
    payments = making.history(awards, people, seed, [2017, 2018, 2019, 2023, 2024], probe.stdout) if with_history else None
    if payments is not None and as_of is not None:
        payments = [payment for payment in payments if payment["year"] <= int(as_of[:4])]
    folder = pathlib.Path(arguments.scratch) / name
    folder.mkdir(parents=True, exist_ok=True)
    answers, refused = batch(ipcalc, folder, facts, people, items, payments, as_of)
    of_items = {fact["name"]: {field["name"]: field for field in fact["fields"]} for fact in facts if fact["type"] == "list"}
    plain = {name: fact for fact in facts if fact["type"] != "list" for name in [fact["name"], *fact.get("years", [])]}
    beyond = {row["id"] for row in people if any(making.beyond_usual(fact, row[column]) for column, fact in plain.items())}
    for list_name, fields in of_items.items():
        rows = items[list_name]
        beyond |= {row["id"] for row in rows if any(making.beyond_usual(field, row[column]) for column, field in fields.items())}
    bad = 0
    for warehouse in warehouses:
        columns = [(key, "key")] + [column for fact in facts if fact["type"] != "list" for column in engines.columns(fact)]
        columns += [("as_of", "date")] if as_of is None else []
        for row in [*people, *(payments or []), *(item for of in items.values() for item in of)]:
            row[key] = row["id"]
        warehouse.table(called.get("applicants", "applicants"), columns, people)
        for fact in facts:
            if fact["type"] == "list":
                fields = [(key, "key")] + [column for field in fact["fields"] for column in engines.columns(field)]
                warehouse.table(fact["name"], fields, items[fact["name"]])
        if payments is not None:
            paid = [(key, "key"), ("award", "text"), ("year", "key"), ("amount", "number")]
            warehouse.table(called.get("history", "history"), paid, payments)
        # The query for numbers of usual size is tried where that is quick.
        for usual in [False, True] if warehouse.dialect == "duckdb" else [False]:
            done = ipcalc.query(warehouse.dialect, *options, *(["--usual"] if usual else []))
            (folder / f"{warehouse.dialect}{'-usual' if usual else ''}.sql").write_text(done.stdout)
            title = f"{name} on {warehouse.version}{', --usual' if usual else ''}"
            began = time.time()
            try:
                found = warehouse.query(done.stdout)
            except Exception as error:  # the engine refuses the text
                print(f"{title}: {str(error)[:1500]}")
                bad += 1
                continue
            took = time.time() - began
            found = [{**row, "id": row[key]} for row in found]
            skipped = beyond if usual else frozenset()
            faults, compared, undecided = differences(awards, answers, refused, found, people, items, skipped)
            print(
                f"{title}: {len(people)} rows, {len(awards)} awards, {compared} outcomes, "
                f"{undecided} undecided, {len(refused)} rows refused, {len(faults)} differ ({took:.1f} s)"
            )
            for fault in faults[: arguments.show]:
                print("   ", fault)
            bad += len(faults)
    return bad


def of_cookbook(scratch):
    """The whole policies of the cookbook's pages, each in a file of its own."""
    found = []
    folder = pathlib.Path(scratch) / "cookbook"
    folder.mkdir(parents=True, exist_ok=True)
    for page in sorted((ROOT / "docs" / "cookbook").glob("*.md")):
        blocks = re.findall(r"^```rules[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
        for at, block in enumerate(blocks, 1):
            head = re.search(r"^(?:policy|政策)\s+(\S+)", block, re.M)
            if head is None or "file " in block or "文件" in block:
                continue
            path = folder / f"{page.stem}-{at}.rules"
            path.write_text(block, encoding="utf-8")
            found.append((path.stem, head.group(1).strip("「」"), [path]))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ipcalc", required=True)
    parser.add_argument("--scratch", required=True)
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--engines", default="duckdb,postgres,spark")
    arguments = parser.parse_args()
    warehouses = [engines.ENGINES[name]() for name in arguments.engines.split(",")]
    cases = [
        ("hostile", "hostile", [ROOT / "tests" / "warehouse" / "hostile.rules"], "2024-06-30", True),
        ("quotients", "quotients", [ROOT / "tests" / "warehouse" / "quotients.rules"], "2024-06-30", True),
        ("qd8", "qd8", [ROOT / "benches" / "qd8.rules"], "2019-06-30", False),
        ("qingdao", "qingdao", [], "2019-06-30", True),
        ("qingdao-dates", "qingdao", [], None, True),
        ("zhangzhou", "zhangzhou", [], "2024-06-30", True),
        ("zhangzhou-dates", "zhangzhou", [], None, True),
        ("shenzhen", "shenzhen", [], None, False),
        ("cangzhou", "cangzhou", [], None, False),
        ("tianjin", "tianjin_port_ftz", [], None, False),
    ]
    for name, policy, rules in of_cookbook(arguments.scratch):
        # Pages show what is refused as well.
        if subprocess.run([arguments.ipcalc, "check", str(rules[0])], capture_output=True).returncode != 0:
            continue
        cases.append((name, policy, rules, "2024-06-30", True))
    bad = 0
    for case in cases:
        if re.search(arguments.only, case[0]):
            try:
                bad += run_case(arguments, warehouses, case, arguments.seed)
            except RuntimeError as error:
                print(f"{case[0]}: {error}")
                bad += 1
    for warehouse in warehouses:
        warehouse.close()
    print("all rows are equal" if bad == 0 else f"{bad} differences")
    sys.exit(0 if bad == 0 else 1)


main()
