//! How many megabytes of rules are read in a second.

use ipcalc::source::FileId;
use ipcalc::syntax::{parse, print};

#[expect(clippy::disallowed_methods, reason = "a benchmark looks at a clock; no result depends on it")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut rules = String::new();
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        rules.push_str(&std::fs::read_to_string(path).unwrap_or_default());
    }
    let translate = |to| print(&parse(FileId::first(), &rules).ast, Some(to));
    let english = translate(ipcalc::syntax::ast::Spelling::En);
    for (name, text) in [("as written", &rules), ("in English", &english)] {
        for bytes in [text.len(), 10_000_000] {
            measure(name, &text.repeat(bytes.div_ceil(text.len().max(1))));
        }
    }
}

/// Prints the best of several runs.
#[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn measure(name: &str, text: &str) {
    let runs = if text.len() < 1_000_000 { 200 } else { 5 };
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let start = clock();
        let parsed = std::hint::black_box(parse(FileId::first(), std::hint::black_box(text)));
        best = best.min(start.elapsed().as_secs_f64());
        assert!(parsed.diagnostics.is_empty());
    }
    println!(
        "{name:12} {:>9} bytes  {:>8.3} ms  {:>6.1} MB/s",
        text.len(),
        best * 1e3,
        text.len() as f64 / best / 1e6
    );
}
