//! Diagnostics of the room `call`: E09xx.

use super::entries;

entries! {}
