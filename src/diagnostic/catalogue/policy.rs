//! Diagnostics of the room `policy`: E05xx.

use super::entries;

entries! {}
