//! Diagnostics of the room `graph`: E04xx.

use super::entries;

entries! {}
