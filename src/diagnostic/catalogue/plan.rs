//! Diagnostics of the room `plan`: E06xx.

use super::entries;

entries! {}
