//! The workload's columns from a Parquet file that other engines read too.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Decimal128Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use ipcalc::columns::Cells;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

const KINDS: [&str; 4] = ["enterprise", "university", "institute", "agency"];

/// All columns of a file, money in fen, and the number of rows.
pub fn cells(path: &Path) -> (BTreeMap<&'static str, Cells>, usize) {
    let file = File::open(path).expect("a Parquet file");
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file").build().expect("rows");
    let batches: Vec<RecordBatch> = reader.map(|batch| batch.expect("rows")).collect();
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let parts = |name: &str| -> Vec<_> {
        batches.iter().map(|batch| batch.column_by_name(name).expect(name).clone()).collect()
    };
    let mut cells = BTreeMap::new();
    for name in super::hand::TRUTHS {
        let truths = parts(name);
        let truths = truths.iter().flat_map(|part| part.as_boolean().values().iter());
        cells.insert(name, Cells::Truths(truths.map(u8::from).collect()));
    }
    for name in super::hand::COUNTS {
        let counts = parts(name);
        let counts = counts.iter().flat_map(|part| part.as_primitive::<Int32Type>().values().iter());
        cells.insert(name, Cells::Narrow(counts.copied().collect()));
    }
    for name in super::hand::AMOUNTS {
        let amounts = parts(name);
        let amounts = amounts.iter().flat_map(|part| part.as_primitive::<Decimal128Type>().values().iter());
        cells.insert(name, Cells::Wide(amounts.map(|&fen| i64::try_from(fen).expect("fen")).collect()));
    }
    let kinds = parts("kind");
    let kinds = kinds.iter().flat_map(|part| kinds_of(part));
    cells.insert("kind", Cells::Members(kinds.collect()));
    (cells, rows)
}

/// Kinds by their places, whether the file writes them as words or as a dictionary.
fn kinds_of(part: &dyn Array) -> Vec<u8> {
    let place = |word: &str| KINDS.iter().position(|kind| *kind == word).expect("a kind") as u8;
    match part.as_any_dictionary_opt() {
        Some(dictionary) => {
            let places: Vec<u8> = dictionary
                .values()
                .as_string::<i32>()
                .iter()
                .map(|word| place(word.expect("a kind")))
                .collect();
            dictionary.normalized_keys().iter().map(|&key| places[key]).collect()
        }
        None => part.as_string::<i32>().iter().map(|word| place(word.expect("a kind"))).collect(),
    }
}
