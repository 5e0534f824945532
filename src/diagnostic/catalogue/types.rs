//! Diagnostics of the room `types`.

use super::entries;

entries! {}
