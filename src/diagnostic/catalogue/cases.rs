//! Diagnostics of the room `cases`.

use super::entries;

entries! {}
