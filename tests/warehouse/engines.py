"""The warehouses: each makes tables of rows and runs a query."""

import csv
import datetime
import io
import os
import subprocess
from decimal import Decimal

from rows import ABSENT

NUMBERS = {"money", "count", "quantity", "number", "ratio", "duration"}


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def columns(fact):
    """The columns of a fact with the types of a warehouse, by kind."""
    kind = fact["type"]
    if kind in NUMBERS:
        ty = "number"
    else:
        ty = {"bool": "bool", "enum": "text", "set": "texts", "date": "date", "text": "text"}[kind]
    names = [fact["name"], *fact.get("years", [])]
    found = [(name, ty) for name in names]
    if fact.get("optional"):
        found += [(name + ".absent", "bool") for name in names]
    return found


def cells(row, columns):
    out = []
    for name, _ in columns:
        if name.endswith(".absent") and name not in row:
            out.append(row.get(name[: -len(".absent")]) is ABSENT)
        else:
            value = row.get(name)
            out.append(None if value is ABSENT else value)
    return out


class Duckdb:
    dialect = "duckdb"
    types = {"number": "DECIMAL(28, 8)", "key": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR", "texts": "VARCHAR[]", "date": "DATE"}

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect()
        self.version = "DuckDB " + duckdb.__version__

    def table(self, name, columns, rows):
        fields = ", ".join(f"{quoted(column)} {self.types[ty]}" for column, ty in columns)
        self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} ({fields})")
        marks = "(" + ", ".join("?" for _ in columns) + ")"
        # Many rows in a call: each call takes its time.
        for first in range(0, len(rows), 50):
            some = [cells(row, columns) for row in rows[first : first + 50]]
            text = f"INSERT INTO {quoted(name)} VALUES {', '.join([marks] * len(some))}"
            self.connection.execute(text, [cell for row in some for cell in row])

    def query(self, text):
        result = self.connection.execute(text)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row)) for row in result.fetchall()]

    def close(self):
        self.connection.close()


class Postgres:
    dialect = "postgres"
    types = {"number": "NUMERIC(28, 8)", "key": "BIGINT", "bool": "BOOLEAN", "text": "TEXT", "texts": "TEXT[]", "date": "DATE"}

    def __init__(self):
        self.call = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", os.environ["PGHOST"], "-p", os.environ["PGPORT"], "-U", "postgres", "-d", "postgres"]
        self.version = "PostgreSQL " + self.run("SHOW server_version", ["-At"]).strip()

    def run(self, text, extra=()):
        done = subprocess.run([*self.call, *extra], input=text, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[:2000])
        return done.stdout

    def table(self, name, columns, rows):
        fields = ", ".join(f"{quoted(column)} {self.types[ty]}" for column, ty in columns)
        table = quoted(name)
        out = io.StringIO()
        out.write(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({fields});\n")
        out.write(f"COPY {table} FROM STDIN WITH (FORMAT csv, NULL '\\N');\n")
        for row in rows:
            texts = []
            for cell in cells(row, columns):
                if isinstance(cell, list):
                    cell = "{" + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in cell) + "}"
                if isinstance(cell, Decimal):
                    cell = f"{cell:f}"
                if isinstance(cell, datetime.date):
                    cell = cell.isoformat()
                texts.append("\\N" if cell is None else '"' + str(cell).replace('"', '""') + '"')
            out.write(",".join(texts) + "\n")
        out.write("\\.\n")
        self.run(out.getvalue())

    def query(self, text):
        text = "COPY (\n" + text + "\n) TO STDOUT WITH (FORMAT csv, HEADER, NULL '\\N');\n"
        out = []
        for row in csv.DictReader(io.StringIO(self.run(text))):
            out.append({name: None if cell == "\\N" else cell for name, cell in row.items()})
        return out

    def close(self):
        pass


class Spark:
    dialect = "spark"

    def __init__(self):
        from pyspark.sql import SparkSession

        build = SparkSession.builder.master("local[2]").appName("ipcalc").config("spark.ui.enabled", "false")
        build = build.config("spark.sql.shuffle.partitions", "2").config("spark.sql.ansi.enabled", os.environ.get("SPARK_ANSI", "true"))
        build = build.config("spark.sql.session.timeZone", "UTC").config("spark.sql.codegen.wholeStage", "false")
        self.session = build.config("spark.sql.adaptive.enabled", "false").getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")
        self.version = f"Spark {self.session.version}, ANSI {os.environ.get('SPARK_ANSI', 'true')}"

    def table(self, name, columns, rows):
        from pyspark.sql import types

        kinds = {
            "number": types.DecimalType(28, 8),
            "key": types.LongType(),
            "bool": types.BooleanType(),
            "text": types.StringType(),
            "texts": types.ArrayType(types.StringType()),
            "date": types.DateType(),
        }
        schema = types.StructType([types.StructField(column, kinds[ty]) for column, ty in columns])
        self.session.createDataFrame([tuple(cells(row, columns)) for row in rows], schema).createOrReplaceTempView("`" + name.replace("`", "``") + "`")

    def query(self, text):
        return [row.asDict() for row in self.session.sql(text).collect()]

    def close(self):
        self.session.stop()


ENGINES = {"duckdb": Duckdb, "postgres": Postgres, "spark": Spark}
