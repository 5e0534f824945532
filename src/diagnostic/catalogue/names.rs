//! Diagnostics of the room `names`: E02xx.

use super::entries;

entries! {}
