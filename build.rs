//! Puts the policies of `rules/` into the binary as text: a table of ids, each with the names and texts of its files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/cli/grouping.rs"]
mod grouping;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root, Path::new("rules"), &mut files);
    files.sort();
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=src/cli/grouping.rs");
    let headed: Vec<_> = files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(root.join(file)).expect("a rule file is UTF-8 text");
            (file.clone(), grouping::heading(&text))
        })
        .collect();
    let grouped = grouping::group(&headed);
    for orphan in grouped.orphans {
        println!("cargo:warning={} belongs to no policy", files[orphan].display());
    }
    let mut table = String::from("&[\n");
    for policy in grouped.policies {
        let Some(id) = policy.id else { continue };
        writeln!(table, "({id:?}, &[").expect("a string takes it");
        for at in policy.files {
            // Names in messages have `/` on every system.
            let name = files[at].iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            let path = root.join(&files[at]);
            writeln!(table, "({name:?}, include_str!({path:?}), &[").expect("a string takes it");
            let text = fs::read_to_string(&path).expect("a rule file is UTF-8 text");
            for named in grouping::table_files(&text) {
                let Some(inside) = grouping::inside(&named) else { continue };
                let file = path.parent().expect("a file lies in a folder").join(inside);
                if !file.is_file() {
                    println!("cargo:warning={}: no such table: {named}", files[at].display());
                    continue;
                }
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                let shown = format!("{folder}/{named}");
                writeln!(table, "({named:?}, {shown:?}, include_str!({file:?})),")
                    .expect("a string takes it");
            }
            table.push_str("]),\n");
        }
        table.push_str("]),\n");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("policies.rs"), table).expect("the build folder can be written");
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return };
    for entry in entries {
        let entry = entry.expect("a folder can be listed");
        let path = folder.join(entry.file_name());
        let kind = entry.file_type().expect("a file has a type");
        if kind.is_dir() {
            collect(root, &path, files);
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "rules") {
            files.push(path);
        }
    }
}
