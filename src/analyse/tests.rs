//! Findings on small rule texts.
