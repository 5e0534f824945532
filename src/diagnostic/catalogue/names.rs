//! Diagnostics of the room `names`.

use super::entries;

entries! {}
