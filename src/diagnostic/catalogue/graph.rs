//! Diagnostics of the room `graph`.

use super::entries;

entries! {}
