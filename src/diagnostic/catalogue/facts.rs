//! Diagnostics of the room `facts`.

use super::entries;

entries! {}
