//! A program as text: a step a line, with its bounds and the bits they need.
