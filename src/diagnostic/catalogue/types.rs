//! Diagnostics of the room `types`: E03xx.

use super::entries;

entries! {}
