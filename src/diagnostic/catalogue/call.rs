//! Diagnostics of the room `call`.

use super::entries;

entries! {}
