//! Tables of a linked plan: their rows name the values of enumerations by position, and positions have moved.

use crate::arena::Arena;
use crate::plan::{InputId, Known, Op, Plan, Table, TableId, TableRow};
use crate::program::KeyValue;

use super::nodes::Renaming;

/// The tables of all plans, one after another.
pub(super) fn moved(
    parts: &[(&Plan, &Arena<InputId, Known>)],
    renamings: &[Renaming<'_>],
) -> Arena<TableId, Table> {
    let mut tables = Arena::new();
    for (&(plan, _), renaming) in parts.iter().zip(renamings) {
        for (id, table) in plan.tables.iter_ids() {
            tables.push(table_of(plan, id, table, renaming));
        }
    }
    tables
}

fn table_of(plan: &Plan, id: TableId, table: &Table, renaming: &Renaming<'_>) -> Table {
    let places: Vec<Option<&[usize]>> =
        (0..table.keys.len()).map(|key| places_of(plan, id, key, renaming)).collect();
    if places.iter().all(Option::is_none) {
        return table.clone();
    }
    let row = |row: &TableRow| {
        let keys = row.keys.iter().zip(&places).map(|(key, places)| match (key, places) {
            (KeyValue::Enum(position), Some(places)) => {
                KeyValue::Enum(places.get(*position).copied().unwrap_or(*position))
            }
            (key, _) => key.clone(),
        });
        TableRow { keys: keys.collect(), value: row.value }
    };
    let mut rows: Vec<TableRow> = table.rows.iter().map(row).collect();
    rows.sort_by(|left, right| left.keys.cmp(&right.keys));
    Table { rows: rows.into(), ..table.clone() }
}

/// Where the values of one key stand, as the lookups in the table read it.
fn places_of<'l>(plan: &Plan, id: TableId, key: usize, renaming: &Renaming<'l>) -> Option<&'l [usize]> {
    let asked = |op: &Op| {
        let Op::Lookup { table, keys, .. } = op else { return None };
        if *table == id { keys.get(key).copied() } else { None }
    };
    let outside = plan.nodes.iter().filter_map(|node| asked(&node.op));
    let inside = plan.lists.iter().flat_map(|list| {
        // Inside a list, what is read outside comes through a node of its own.
        list.nodes.iter().filter_map(|node| asked(&node.op)).filter_map(|key| {
            let op = &list.nodes.get(key)?.op;
            if let Op::Outer(outer) = op { Some(*outer) } else { None }
        })
    });
    outside.chain(inside).find_map(|node| renaming.places_of(renaming.sources(), node))
}
