//! Diagnostics of the room `policy`.

use super::entries;

entries! {}
