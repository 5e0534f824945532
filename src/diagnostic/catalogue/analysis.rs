//! Diagnostics of the room `analysis`.

use super::entries;

entries! {}
