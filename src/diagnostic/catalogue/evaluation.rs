//! Diagnostics of the room `evaluation`: E065x.

use super::entries;

entries! {}
