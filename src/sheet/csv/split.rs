//! Bytes → records and fields of CSV (RFC 4180): nothing is repaired, and what is misquoted is said.
//!
//! Our own rather than the csv crate's reader: that one takes `"a"b` and a quote that is never closed without a word,
//! and public money may hang on the rows it swallows.

use memchr::{memchr, memchr2};

/// The fields of a record.
#[derive(Debug, Default)]
pub struct Fields {
    /// Where each begins and ends: in the bytes, or in what was unquoted.
    places: Vec<(u32, u32, bool)>,
    /// Fields whose doubled quotes were made single.
    unquoted: Vec<u8>,
}

impl Fields {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// One of them.
    #[inline]
    pub fn get<'f>(&'f self, at: usize, bytes: &'f [u8]) -> &'f [u8] {
        let Some(&(start, end, unquoted)) = self.places.get(at) else { return &[] };
        let held = if unquoted { self.unquoted.as_slice() } else { bytes };
        held.get(start as usize..end as usize).unwrap_or_default()
    }

    #[inline]
    fn push(&mut self, start: usize, end: usize, unquoted: bool) {
        // INVARIANT: a piece of a table is far below 4 GiB.
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.places.push((short(start), short(end), unquoted));
    }
}

/// What a record turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Record {
    /// A row of fields.
    Row,
    /// An empty line.
    Blank,
    /// Words after a closing quote.
    Misquoted,
    /// A quote that is never closed: the record reaches the end of the bytes.
    Unclosed,
}

/// The byte after the record that begins at `at`; `None` if it does not end within the bytes.
pub fn end_of_record(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let line = memchr(b'\n', rest)?;
    if memchr(b'"', rest.get(..line)?).is_none() {
        return at.checked_add(line)?.checked_add(1);
    }
    let mut fields = Fields::default();
    let (record, next) = read_record(bytes, at, &mut fields);
    (record != Record::Unclosed && next.checked_sub(1).and_then(|last| bytes.get(last)) == Some(&b'\n'))
        .then_some(next)
}

/// Reads the record that begins at `at` and gives the byte after it. `at` must lie within the bytes.
pub fn read_record(bytes: &[u8], at: usize, fields: &mut Fields) -> (Record, usize) {
    fields.places.clear();
    fields.unquoted.clear();
    let mut start = at;
    let mut misquoted = false;
    loop {
        if bytes.get(start) == Some(&b'"') {
            let Some(after) = quoted(bytes, start, fields) else { return (Record::Unclosed, bytes.len()) };
            match bytes.get(after) {
                Some(b',') => start = after.wrapping_add(1),
                Some(b'\n') | None => return (row(misquoted), after.saturating_add(1).min(bytes.len())),
                Some(b'\r') if matches!(bytes.get(after.saturating_add(1)), Some(b'\n') | None) => {
                    return (row(misquoted), after.saturating_add(2).min(bytes.len()));
                }
                Some(_) => {
                    misquoted = true;
                    let rest = bytes.get(after..).unwrap_or_default();
                    match memchr2(b',', b'\n', rest) {
                        // INVARIANT: places are within the bytes, so one more is no overflow.
                        Some(more) if rest.get(more) == Some(&b',') => {
                            start = after.wrapping_add(more).wrapping_add(1);
                        }
                        Some(more) => return (row(misquoted), after.wrapping_add(more).wrapping_add(1)),
                        None => return (row(misquoted), bytes.len()),
                    }
                }
            }
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let length = plain(rest);
        let end = start.wrapping_add(length);
        if bytes.get(end) == Some(&b',') {
            fields.push(start, end, false);
            start = end.wrapping_add(1);
            continue;
        }
        let next = end.saturating_add(1).min(bytes.len());
        let cut = if end > start && bytes.get(end.wrapping_sub(1)) == Some(&b'\r') {
            end.wrapping_sub(1)
        } else {
            end
        };
        if fields.places.is_empty() && cut == start {
            return (Record::Blank, next);
        }
        fields.push(start, cut, false);
        return (row(misquoted), next);
    }
}

const fn row(misquoted: bool) -> Record {
    if misquoted { Record::Misquoted } else { Record::Row }
}

/// The length of a field without quotes: fields of tables are short, so their first bytes are looked at one by one.
#[inline]
fn plain(rest: &[u8]) -> usize {
    const SHORT: usize = 24;
    let head = rest.get(..SHORT).unwrap_or(rest);
    match head.iter().position(|&byte| byte == b',' || byte == b'\n') {
        Some(at) => at,
        None => memchr2(b',', b'\n', rest).unwrap_or(rest.len()),
    }
}

/// Reads the quoted field that begins at `start` and gives the byte after its closing quote; `None` if there is none.
fn quoted(bytes: &[u8], start: usize, fields: &mut Fields) -> Option<usize> {
    let begin = start.checked_add(1)?;
    let mut from = begin;
    let held = fields.unquoted.len();
    let mut doubled = false;
    loop {
        let close = from.checked_add(memchr(b'"', bytes.get(from..)?)?)?;
        let after = close.checked_add(1)?;
        if bytes.get(after) != Some(&b'"') {
            if doubled {
                fields.unquoted.extend_from_slice(bytes.get(from..close)?);
                let end = fields.unquoted.len();
                fields.push(held, end, true);
            } else {
                fields.push(begin, close, false);
            }
            return Some(after);
        }
        doubled = true;
        fields.unquoted.extend_from_slice(bytes.get(from..after)?);
        from = after.checked_add(1)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, Record, end_of_record, read_record};
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<(Record, Vec<Vec<u8>>)> {
        let mut fields = Fields::default();
        let mut at = 0;
        let mut found = Vec::new();
        while at < bytes.len() {
            let (record, next) = read_record(bytes, at, &mut fields);
            assert!(next > at);
            found.push((record, (0..fields.len()).map(|field| fields.get(field, bytes).to_vec()).collect()));
            at = next;
        }
        found
    }

    #[test]
    fn what_is_misquoted_is_said() {
        let of = |text: &str| all(text.as_bytes()).into_iter().map(|(record, _)| record).collect::<Vec<_>>();
        assert_eq!(of("a,b\n\r\n1,2\r\n"), [Record::Row, Record::Blank, Record::Row]);
        assert_eq!(of("\"a\"b,c\n1,2"), [Record::Misquoted, Record::Row]);
        assert_eq!(of("1,\"a\n2,3\n"), [Record::Unclosed]);
        assert_eq!(of("\"\"\n"), [Record::Row]);
        assert_eq!(of(","), [Record::Row]);
    }

    proptest! {
        /// Whatever is written by the csv crate is read as it was meant, wherever it is cut.
        #[test]
        fn as_the_csv_crate_writes_it(rows in prop::collection::vec(prop::collection::vec("[a,\"\r\n;甲 ]{0,5}", 2..5), 0..8)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let found: Vec<Vec<Vec<u8>>> = all(&bytes).into_iter().map(|(record, fields)| {
                assert_eq!(record, Record::Row);
                fields
            }).collect();
            let expected: Vec<Vec<Vec<u8>>> =
                rows.iter().map(|row| row.iter().map(|cell| cell.as_bytes().to_vec()).collect()).collect();
            prop_assert_eq!(found, expected);
            let mut at = 0;
            let mut ends = 0;
            while let Some(next) = end_of_record(&bytes, at) {
                at = next;
                ends += 1;
            }
            prop_assert_eq!((at, ends), (bytes.len(), rows.len()));
        }

        #[test]
        fn no_bytes_make_it_fail(bytes in prop::collection::vec(prop::sample::select(b"a,\"\r\n\0\xff".to_vec()), 0..40)) {
            all(&bytes);
            let mut at = 0;
            while let Some(next) = end_of_record(&bytes, at) {
                prop_assert!(next > at);
                at = next;
            }
        }
    }
}
