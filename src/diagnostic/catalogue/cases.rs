//! Diagnostics of the room `cases`: E08xx.

use super::entries;

entries! {}
