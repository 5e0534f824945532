"""Rows of facts that sit on the edges of a policy, with unknown, absent and wrong values among them."""

import datetime
import random
import re
from decimal import Decimal


class Absent:
    """Known to be absent."""


ABSENT = Absent()
MONEY = Decimal(10) ** 15
LIMITS = {  # bound below which a number lies, and its decimals
    "money": (Decimal(10) ** 15, 6),
    "count": (Decimal(10) ** 15, 0),
    "quantity": (Decimal(10) ** 15, 6),
    "number": (Decimal(10) ** 15, 6),
    "ratio": (Decimal(10) ** 4, 6),
    "duration": (Decimal(10) ** 6, 0),
}


def edges(query):
    """Numbers that a query compares with, in every scale, and their neighbours."""
    found = {Decimal(0), Decimal(1), Decimal(2), Decimal(12)}
    for text in set(re.findall(r"(?<![\w.])\d{1,24}(?![\w.])", query)):
        number = Decimal(text)
        for scale in (0, 2, 4, 6, 8):
            found.add(number / 10**scale)
    return sorted(number for number in found if number < MONEY)


# Numbers at which something ends: 32, 53 and 64 bits, money of usual size in fen, and their neighbours.
ENDS = [Decimal(end) + step for end in (2**31, 2**32, 2**53, 9 * 10**12, 9 * 10**8) for step in (-1, 0, 1)]
ENDS += [Decimal(9 * 10**12) + Decimal("0.01"), Decimal("0.005"), Decimal("0.015"), Decimal("0.004999"), Decimal("0.000001")]


def beyond_usual(fact, value):
    """Whether a number is beyond what a query made with --usual computes with."""
    if not isinstance(value, Decimal):
        return False
    decimals = {"money": 2, "count": 0, "duration": 0}.get(fact["type"], 6)
    most = Decimal(2**31 - 1) if decimals == 0 else Decimal(9 * 10**14).scaleb(-decimals)
    return abs(value) > most or value != value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_DOWN")


def number(fact, draw, numbers):
    bound, decimals = LIMITS[fact["type"]]
    low = Decimal((fact.get("range") or {}).get("min") or 0)
    high = Decimal((fact.get("range") or {}).get("max") or bound - Decimal(1).scaleb(-decimals))
    part = Decimal(1).scaleb(-decimals)
    kind = draw.random()
    if kind < 0.55:
        value = draw.choice(numbers) + draw.choice([0, 0, 0, 1, -1, 5, -5]) * draw.choice([part, Decimal("0.01"), Decimal(1)])
    elif kind < 0.65:
        part_below = high - part if high > part else high
        value = draw.choice([low, high, part_below, low + part, Decimal(0), part, draw.choice(ENDS)])
    elif kind < 0.8:
        value = Decimal(draw.randrange(0, 40))
    else:
        value = Decimal(draw.randrange(0, 10 ** draw.randrange(1, 12))) / draw.choice([1, 100, 1000, 10**decimals])
    value = min(max(value, low), high)
    value = value.quantize(part, rounding="ROUND_DOWN")
    if decimals == 6 and draw.random() < 0.5:
        value = value.quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    return min(max(value, low.quantize(part, rounding="ROUND_UP")), high)


def day(draw, days):
    if draw.random() < 0.6 and days:
        return draw.choice(days) + datetime.timedelta(days=draw.choice([0, 0, 1, -1, 30, 31, 365, -365]))
    year = draw.choice([1, 1900, 1999, 2000, 2015, 2019, 2020, 2023, 2024, 2025, 2026, 2028, 9999])
    month, last = draw.choice([(1, 31), (2, 28), (2, 27), (3, 31), (4, 30), (6, 15), (12, 31), (1, 1)])
    if month == 2 and year % 4 == 0 and year % 100 != 0:
        last += 1
    return datetime.date(year, month, draw.choice([1, last, min(15, last)]))


def value(fact, draw, numbers, days):
    kind = fact["type"]
    if fact.get("optional") and draw.random() < 0.25:
        return ABSENT
    if kind in LIMITS:
        return number(fact, draw, numbers)
    if kind == "bool":
        return draw.random() < 0.6
    names = [choice["name"] for choice in fact.get("values") or []]
    if kind == "enum":
        return draw.choice(names)
    if kind == "set":
        return [name for name in names if draw.random() < draw.choice([0.1, 0.5])]
    if kind == "date":
        return day(draw, days)
    return draw.choice(["北京", "a'b", 'say "x"', "back\\slash", "--", "*/"])


def wrong(fact, draw):
    kind = fact["type"]
    if kind == "ratio":
        return Decimal(-1)
    if kind in LIMITS:
        high = (fact.get("range") or {}).get("max")
        worse = [Decimal(-1), Decimal("0.5") if LIMITS[kind][1] == 0 else Decimal("1.00000001")]
        # The first number beyond, one with a digit too many just below it, and the last that a column holds.
        worse += [LIMITS[kind][0], LIMITS[kind][0] - Decimal("0.00000001"), Decimal("99999999999999999999.99999999")]
        if high is not None:
            worse.append(Decimal(high) + 1)
        return draw.choice(worse)
    if kind == "enum":
        return "no'such"
    if kind == "set":
        names = [choice["name"] for choice in fact["values"]]
        return draw.choice([[names[0], names[0]], ["nothing"]])
    return None


def table(facts, read, query, rows, seed, as_of, days):
    """Applicants; for each list its items; by key."""
    draw = random.Random(seed)
    numbers = edges(query)
    plain = [fact for fact in facts if fact["type"] != "list"]
    lists = [fact for fact in facts if fact["type"] == "list"]
    people, items = [], {fact["name"]: [] for fact in lists}
    for key in range(1, rows + 1):
        unknown = draw.choice([0, 0, 0, 0.03, 0.1, 0.3])
        row = {"id": key}
        for fact in plain:
            for name in [fact["name"], *fact.get("years", [])]:
                row[name] = None if draw.random() < unknown else value(fact, draw, numbers, days)
            if fact.get("decides") and draw.random() < 0.6:
                row[fact["name"]] = None
        if as_of:
            row["as_of"] = None if draw.random() < unknown else day(draw, days)
            if row["as_of"] is not None and not 1 < row["as_of"].year < 9990:
                row["as_of"] = days[0]
        for fact in lists:
            for _ in range(draw.choice([0, 0, 1, 1, 2, 3, 5])):
                item = {"id": key}
                for field in fact["fields"]:
                    item[field["name"]] = None if draw.random() < unknown / 2 else value(field, draw, numbers, days)
                own = [other for other in items[fact["name"]] if other["id"] == key]
                if own and draw.random() < 0.2:
                    # Another that ties with one before in every field, or in all but one.
                    changed = draw.choice([None, *[field["name"] for field in fact["fields"]]])
                    item = {name: item[name] if name == changed else of for name, of in draw.choice(own).items()}
                items[fact["name"]].append(item)
        checked = [fact for fact in plain if fact["name"] in read]
        if draw.random() < 0.03 and checked:
            fact = draw.choice(checked)
            row[fact["name"]] = wrong(fact, draw)
        people.append(row)
    return people, items


def history(awards, people, seed, years, query):
    draw = random.Random(seed + 1)
    payments = []
    # What is paid is held in fen: where a limit is used up, by a fen more or less.
    limits = [edge.quantize(Decimal("0.01"), rounding="ROUND_DOWN") for edge in edges(query) if edge < 10**8]
    for row in people:
        for _ in range(draw.choice([0, 0, 1, 2])):
            year = draw.choice(years)
            if row.get("as_of") is not None:
                year = min(year, row["as_of"].year)
            amount = draw.choice(limits) + draw.choice([0, 0, 0, Decimal("0.01"), Decimal("-0.01"), 1])
            # `batch` refuses a table of payments with a wrong one as a whole, so there are none.
            payments.append({"id": row["id"], "award": draw.choice(awards), "year": year, "amount": max(amount, Decimal(0))})
    return payments
