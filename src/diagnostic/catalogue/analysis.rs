//! Diagnostics of the room `analysis`: W10xx.

use super::entries;

entries! {}
