//! Finding the rules of policies: in files the caller names, or in the binary. Nothing is parsed here.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Words, call};
use crate::names::nearest;
use crate::source::{FileId, Sources, Unattached};

use super::files;
use super::grouping::{group, heading, inside, table_files};
use super::replacing::replaced;

/// The policies of `rules/` as they were when the binary was built: id, then the name and text of each file.
static EMBEDDED: &[EmbeddedPolicy] = include!(concat!(env!("OUT_DIR"), "/policies.rs"));

/// Id; then the name and text of each file, with the tables that it names.
type EmbeddedPolicy = (&'static str, &'static [(&'static str, &'static str, &'static [EmbeddedTable])]);

/// What a rule file calls a table file, its name in messages and its text.
type EmbeddedTable = (&'static str, &'static str, &'static str);

/// The texts of one policy.
#[derive(Clone, Debug)]
pub struct PolicyTexts {
    /// Its id; `None` when no file has a `policy` heading.
    pub id: Option<String>,
    files: Vec<RuleText>,
}

/// A rule file: its name, its text, and the table files that it names.
#[derive(Clone, Debug)]
struct RuleText {
    name: String,
    text: Cow<'static, str>,
    tables: Vec<TableText>,
}

/// A table file: how it is named in the rules; its own name and text, or why it is not there.
#[derive(Clone, Debug)]
struct TableText {
    named: String,
    found: Result<(String, Cow<'static, str>), Unattached>,
}

impl PolicyTexts {
    /// Hands its texts to `sources`.
    pub fn add_to(self, sources: &mut Sources) -> Vec<FileId> {
        let mut tables = Vec::new();
        let mut ids = Vec::with_capacity(self.files.len());
        for file in self.files {
            let id = sources.add(file.name, file.text);
            ids.push(id);
            tables.extend(file.tables.into_iter().map(|table| (id, table)));
        }
        for (rules, TableText { named, found }) in tables {
            let found = found.map(|(name, text)| sources.add(name, text));
            sources.attach(rules, named, found);
        }
        ids
    }
}

/// Every policy that a call can use.
#[derive(Clone, Debug)]
pub struct Loader {
    policies: Vec<PolicyTexts>,
}

impl Loader {
    /// The policies at or below `paths`, or those in the binary where none is given.
    pub fn new(paths: &[PathBuf]) -> Result<Loader, Vec<Diagnostic>> {
        if paths.is_empty() { Ok(Loader::embedded()) } else { Loader::at(paths) }
    }

    /// The policies in the binary.
    pub fn embedded() -> Loader {
        let policies = EMBEDDED.iter().map(|(id, files)| PolicyTexts {
            id: Some((*id).to_owned()),
            files: files.iter().map(|&(name, text, tables)| embedded(name, text, tables)).collect(),
        });
        Loader { policies: policies.collect() }
    }

    fn at(paths: &[PathBuf]) -> Result<Loader, Vec<Diagnostic>> {
        let mut found: Vec<PathBuf> = Vec::new();
        let mut faults = Vec::new();
        for path in paths {
            if files::ends_in(path, "json") {
                let wanted = Words::new("规则文件", "a file of rules");
                let fault = Diagnostic::without_place(&call::UNKNOWN_KIND).arg("path", files::name(path));
                faults.push(fault.arg("wanted", wanted));
                continue;
            }
            match files::find(path, &["rules"]) {
                Ok(files) if files.is_empty() => {
                    faults.push(Diagnostic::without_place(&call::NO_RULES).arg("path", files::name(path)))
                }
                Ok(files) => {
                    for file in files {
                        if !found.contains(&file) {
                            found.push(file);
                        }
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        let (loader, more) = Loader::of_files(&found);
        faults.extend(more);
        if faults.is_empty() { Ok(loader) } else { Err(faults) }
    }

    /// The policies that these rule files make, and what is wrong with the files.
    pub fn of_files(paths: &[PathBuf]) -> (Loader, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut headed = Vec::new();
        let mut texts = Vec::new();
        for path in paths {
            match files::read(path) {
                Ok(text) => {
                    headed.push((path.clone(), heading(&text)));
                    let tables = tables_of(path, &text);
                    texts.push(RuleText { name: files::name(path), text: Cow::Owned(text), tables });
                }
                Err(fault) => faults.push(fault),
            }
        }
        let grouped = group(&headed);
        for orphan in grouped.orphans {
            if let Some(RuleText { name, .. }) = texts.get(orphan) {
                let fault = Diagnostic::without_place(&call::NO_POLICY_OF_FILE).arg("path", name.clone());
                faults.push(fault);
            }
        }
        let policies = grouped.policies.into_iter().map(|policy| PolicyTexts {
            id: policy.id,
            files: policy.files.iter().filter_map(|&at| texts.get(at).cloned()).collect(),
        });
        (Loader { policies: policies.collect() }, faults)
    }

    /// The ids of the policies.
    pub fn ids(&self) -> Vec<&str> {
        self.policies.iter().filter_map(|policy| policy.id.as_deref()).collect()
    }

    /// The policy of an id.
    pub fn policy(&self, id: &str) -> Result<PolicyTexts, Diagnostic> {
        let found = self.policies.iter().find(|policy| policy.id.as_deref() == Some(id));
        found.cloned().ok_or_else(|| self.unknown(id))
    }

    /// These policies, and those whose texts say that they replace one of them.
    pub fn with_replacing(&self, wanted: &[&str]) -> Vec<String> {
        let mut found: Vec<String> = wanted.iter().map(|&id| id.to_owned()).collect();
        let mut at = 0;
        while let Some(id) = found.get(at).cloned() {
            at = at.saturating_add(1);
            for policy in &self.policies {
                let replaces = policy.files.iter().any(|file| replaced(&file.text).contains(&id));
                if let Some(own) = policy.id.as_ref().filter(|own| replaces && !found.contains(own)) {
                    found.push(own.clone());
                }
            }
        }
        found
    }

    /// All policies.
    pub fn all(&self) -> &[PolicyTexts] {
        &self.policies
    }

    /// All policies, given away.
    pub fn into_all(self) -> Vec<PolicyTexts> {
        self.policies
    }

    /// The diagnostic for an id that no policy has, without a place.
    pub fn unknown(&self, id: &str) -> Diagnostic {
        let ids = self.ids();
        Diagnostic::without_place(&call::UNKNOWN_POLICY).arg("name", id).arg("way_out", way_out(id, &ids))
    }
}

fn embedded(name: &str, text: &'static str, tables: &[EmbeddedTable]) -> RuleText {
    let tables = tables.iter().map(|&(named, name, text)| TableText {
        named: named.to_owned(),
        found: Ok((name.to_owned(), Cow::Borrowed(text))),
    });
    RuleText { name: name.to_owned(), text: Cow::Borrowed(text), tables: tables.collect() }
}

/// The tables that a rule file names, read from its own folder.
fn tables_of(rules: &Path, text: &str) -> Vec<TableText> {
    let found = |named: &String| {
        let path = inside(named).filter(|_| rules.as_os_str() != files::STANDARD_INPUT);
        let folder = rules.parent().unwrap_or(Path::new(""));
        let path = folder.join(path.ok_or(Unattached::Outside)?);
        let text = files::read_inside(&path, folder)?;
        Ok((files::name(&path), Cow::Owned(text)))
    };
    let named = table_files(text).into_iter();
    named.map(|named| TableText { found: found(&named), named }).collect()
}

/// "Did you mean …", or what there is.
pub fn way_out(asked: &str, known: &[&str]) -> Words {
    match nearest(asked, known.iter().copied()) {
        Some(near) => Words::new(format!("是不是“{near}”？"), format!("did you mean \"{near}\"?")),
        None if known.is_empty() => Words::new("这里一个也没有", "there is none at all"),
        None => Words::new(format!("现有：{}", known.join("、")), format!("there are: {}", known.join(", "))),
    }
}

/// Whether a path is there and may be a default place of rules.
pub fn default_folder(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    if files::is_folder(path) { Some(path.to_owned()) } else { None }
}
