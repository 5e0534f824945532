//! What a Parquet file claims, looked at before memory is taken for it: the size of its footer and of each page.

use std::io::Read;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::sheet::place::{ReadAt, Reader};

/// The largest footer.
const FOOTER: u64 = 64 << 20;
/// The largest page, inflated.
const PAGE: u64 = 256 << 20;
/// The most bytes of a page's header.
const HEADER: usize = 1 << 20;

fn beyond(what: Words, limit: &str) -> Diagnostic {
    Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what).arg("limit", limit)
}

fn cut_short() -> Diagnostic {
    let cause = Words::new("Parquet 文件不完整或已损坏", "the Parquet file is cut short or damaged");
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", cause)
}

/// Reads exactly so many bytes.
fn exactly<const N: usize>(bytes: &Arc<dyn ReadAt>, at: u64) -> Result<[u8; N], Diagnostic> {
    let mut buffer = [0; N];
    Reader::new(bytes.clone(), at).read_exact(&mut buffer).map_err(|_| cut_short())?;
    Ok(buffer)
}

/// The magic words and the size of the footer.
pub fn footer(bytes: &Arc<dyn ReadAt>) -> Result<(), Diagnostic> {
    let size = bytes.size();
    let Some(at) = size.checked_sub(8).filter(|at| *at >= 4) else { return Err(cut_short()) };
    let [a, b, c, d, magic @ ..] = exactly::<8>(bytes, at)?;
    if exactly::<4>(bytes, 0)? != *b"PAR1" {
        let found = Words::new("开头不是 PAR1", "it does not begin with PAR1");
        return Err(Diagnostic::without_place(&sheet::OTHER_FORMAT)
            .arg("wanted", "Parquet")
            .arg("found", found));
    }
    if magic != *b"PAR1" {
        return Err(cut_short());
    }
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length > at.saturating_sub(4) {
        return Err(cut_short());
    }
    if length > FOOTER {
        let what = Words::new(format!("Parquet 文件尾 {length} 字节"), format!("a footer of {length} bytes"));
        return Err(beyond(what, "64 MiB"));
    }
    Ok(())
}

/// The pages of a column chunk: `length` bytes from `start`.
pub fn pages(bytes: &Arc<dyn ReadAt>, start: u64, length: u64) -> Result<(), Diagnostic> {
    let end = start.checked_add(length).filter(|end| *end <= bytes.size()).ok_or_else(cut_short)?;
    let mut at = start;
    let mut buffer = vec![0; 128];
    while at < end {
        let header = loop {
            let room = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX).min(buffer.len());
            let held = buffer.get_mut(..room).ok_or_else(cut_short)?;
            Reader::new(bytes.clone(), at).read_exact(held).map_err(|_| cut_short())?;
            match Compact::new(held).page() {
                Some(header) => break header,
                None if room < buffer.len() || buffer.len() >= HEADER => return Err(cut_short()),
                None => buffer.resize(buffer.len().saturating_mul(8), 0),
            }
        };
        let (inflated, stored, size) = header;
        let inflated = u64::try_from(inflated).map_err(|_| cut_short())?;
        let stored = u64::try_from(stored).map_err(|_| cut_short())?;
        if inflated > PAGE {
            let what = Words::new(
                format!("一页展开后 {inflated} 字节"),
                format!("a page of {inflated} bytes inflated"),
            );
            return Err(beyond(what, "256 MiB"));
        }
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        at = at.saturating_add(size).saturating_add(stored);
        if at > end {
            return Err(cut_short());
        }
    }
    Ok(())
}

/// Thrift's compact protocol, as far as the header of a page goes.
struct Compact<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Compact<'b> {
    fn new(bytes: &'b [u8]) -> Compact<'b> {
        Compact { bytes, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at = self.at.checked_add(1)?;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let value = self.varint()?;
        let half = i64::try_from(value >> 1).ok()?;
        if value & 1 == 0 { Some(half) } else { half.checked_neg()?.checked_sub(1) }
    }

    fn pass(&mut self, length: u64) -> Option<()> {
        self.at = self.at.checked_add(usize::try_from(length).ok()?)?;
        (self.at <= self.bytes.len()).then_some(())
    }

    /// The inflated and the stored size of a page, and the size of its header.
    fn page(mut self) -> Option<(i64, i64, usize)> {
        let (mut inflated, mut stored) = (None, None);
        let mut field = 0_i64;
        loop {
            let Some((kind, id)) = self.field(field)? else { return Some((inflated?, stored?, self.at)) };
            field = id;
            match (id, kind) {
                (2, 5) => inflated = Some(self.zigzag()?),
                (3, 5) => stored = Some(self.zigzag()?),
                _ => self.skip(kind, 0)?,
            }
        }
    }

    /// The type and id of the next field; the inner `None` at the end of the struct.
    #[expect(clippy::option_option, reason = "the outer one lacks bytes, the inner one is the end")]
    fn field(&mut self, before: i64) -> Option<Option<(u8, i64)>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        let id = match byte >> 4 {
            0 => self.zigzag()?,
            delta => before.checked_add(i64::from(delta))?,
        };
        Some(Some((byte & 0x0f, id)))
    }

    /// Passes over a value; structs nest a few levels at most.
    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        if depth > 8 {
            return None;
        }
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            9 | 10 => {
                let byte = self.byte()?;
                let length = if byte >> 4 == 15 { self.varint()? } else { u64::from(byte >> 4) };
                for _ in 0..length {
                    // Truths in lists take a byte each.
                    let kind = byte & 0x0f;
                    self.skip(if kind <= 2 { 3 } else { kind }, depth.checked_add(1)?)?;
                }
                Some(())
            }
            12 => {
                let mut field = 0;
                while let Some((kind, id)) = self.field(field)? {
                    field = id;
                    self.skip(kind, depth.checked_add(1)?)?;
                }
                Some(())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{footer, pages};
    use crate::sheet::place::ReadAt;

    fn varint(mut value: u64, out: &mut Vec<u8>) {
        while value > 0x7f {
            out.push(0x80 | (value & 0x7f) as u8);
            value >>= 7;
        }
        out.push(value as u8);
    }

    /// A page of nothing whose header claims these sizes, with a struct, a list and words to be passed over.
    fn page(inflated: u64, stored: u64) -> Vec<u8> {
        let mut out = vec![0x15, 0];
        for size in [inflated, stored] {
            out.push(0x15);
            varint(size << 1, &mut out);
        }
        out.extend([0x2c, 0x15, 2, 0x19, 0x18, 2, b'a', b'b', 0x11, 0, 0]);
        out.extend(std::iter::repeat_n(7, stored.min(1000) as usize));
        out
    }

    fn look(bytes: Vec<u8>) -> Result<(), &'static str> {
        let length = bytes.len() as u64;
        let bytes: Arc<dyn ReadAt> = Arc::new(bytes);
        pages(&bytes, 0, length).map_err(|found| found.entry.code)
    }

    #[test]
    fn a_page_that_inflates_without_end_is_refused_before_it_is_read() {
        assert_eq!(look([page(1000, 10), page(0, 0), page(1 << 20, 900)].concat()), Ok(()));
        assert_eq!(look(page(257 << 20, 10)), Err("E0952"));
        assert_eq!(look([page(1000, 10), page(2 << 30, 10)].concat()), Err("E0952"));
        assert_eq!(look(page(10, 1001)), Err("E0951"), "it reaches beyond its column");
        assert_eq!(look(vec![0x15; 4]), Err("E0951"));
        assert_eq!(look(vec![0xff; 300]), Err("E0951"));
        assert_eq!(look(Vec::new()), Ok(()));
    }

    #[test]
    fn no_header_makes_it_fail() {
        let whole = page(1000, 10);
        for at in 0..whole.len() {
            let _ = look(whole[..at].to_vec());
            for bits in [0xff, 0x55, 0x0c, 0x80] {
                let mut bytes = whole.clone();
                bytes[at] ^= bits;
                let _ = look(bytes);
            }
        }
        for bytes in [&b""[..], b"PAR1", b"PAR1PAR1", b"PAR1\xff\xff\xff\xffPAR1", b"XXXX\0\0\0\0PAR1"] {
            let bytes: Arc<dyn ReadAt> = Arc::new(bytes.to_vec());
            assert!(footer(&bytes).is_err());
        }
    }
}
