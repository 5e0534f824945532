//! Exact numbers, currencies and named rounding. Nothing else chooses a scale or rounds.

mod rational;
mod rounding;
mod text;

pub use rational::Rational;
pub use rounding::{Direction, Rounding};
pub use text::{NumberError, grouped, parse_decimal};

/// A currency by its three-letter code of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The renminbi yuan, the currency of a policy that states none.
    pub const CNY: Currency = Currency(*b"CNY");

    /// The currency of a code such as `CNY`; `None` unless it is three capital letters.
    pub fn parse(code: &str) -> Option<Currency> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Some(Currency([a, b, c])),
            _ => None,
        }
    }
    /// The code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}
