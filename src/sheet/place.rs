//! Bytes at places: what files offer to formats that jump about in them.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// Bytes that can be read from any place, by several threads at once.
pub trait ReadAt: Send + Sync {
    /// How many bytes there are.
    fn size(&self) -> u64;
    /// Reads bytes that begin at `at`; as many as it likes, none only at the end.
    fn read_at(&self, buffer: &mut [u8], at: u64) -> std::io::Result<usize>;
}

/// A reader of its own over shared bytes.
#[derive(Clone)]
pub struct Reader {
    bytes: Arc<dyn ReadAt>,
    at: u64,
}

impl Reader {
    /// A reader that begins at a place.
    pub fn new(bytes: Arc<dyn ReadAt>, at: u64) -> Reader {
        Reader { bytes, at }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.bytes.read_at(buffer, self.at)?;
        self.at = self.at.saturating_add(u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.bytes.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or_else(|| std::io::Error::from(std::io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// Bytes in memory.
impl ReadAt for Vec<u8> {
    fn size(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }
    fn read_at(&self, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
        let rest = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        Ok(length)
    }
}
