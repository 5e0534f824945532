//! The program: everything it does is in the library's room `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(ipcalc::cli::run(std::env::args_os()))
}
