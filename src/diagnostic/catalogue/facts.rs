//! Diagnostics of the room `facts`: E07xx.

use super::entries;

entries! {}
