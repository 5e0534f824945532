//! Which rule files make one policy. Shared with the build script, which puts the policies of `rules/` into the binary.

use std::path::{Path, PathBuf};

/// One policy: its id and the positions of its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The id of its heading; `None` when no file has one.
    pub id: Option<String>,
    /// Positions in the list given, in its order.
    pub files: Vec<usize>,
}

/// The policies among rule files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grouped {
    /// Policies in the order of their first files.
    pub policies: Vec<Group>,
    /// Files without a heading where several policies could be meant.
    pub orphans: Vec<usize>,
}

/// The id in the `policy` heading of a rule file, found without parsing it.
pub fn heading(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().find_map(|line| {
        let rest = match line.strip_prefix("policy") {
            Some(rest) if rest.starts_with(is_blank) => rest,
            Some(_) | None => line.strip_prefix("政策")?,
        };
        let rest = rest.trim_start_matches(is_blank);
        let id = match rest.strip_prefix('「') {
            Some(quoted) => quoted.split('」').next()?,
            None => rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?,
        };
        if id.is_empty() { None } else { Some(id.to_owned()) }
    })
}

/// The files that the tables of a rule file take their rows from, as the rule file names them, found without
/// parsing it.
pub fn table_files(text: &str) -> Vec<String> {
    let named = |line: &str| {
        let line = line.trim_start_matches(is_blank);
        let rest = match line.strip_prefix("rows") {
            Some(rest) => rest.trim_start_matches(is_blank).strip_prefix("from")?,
            None => line.strip_prefix("各行")?.trim_start_matches(is_blank).strip_prefix("取自")?,
        };
        let rest = rest.trim_start_matches(is_blank);
        let quoted = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?.0,
            None => rest.strip_prefix('“')?.split_once('”')?.0,
        };
        Some(quoted.to_owned())
    };
    text.lines().filter_map(named).collect()
}

/// The path of such a file from the folder of its rule file, if it stays inside: no `..`, nothing absolute.
pub fn inside(named: &str) -> Option<PathBuf> {
    let plain = !named.is_empty() && !named.contains(['\\', ':', '\0']);
    let parts = || named.split('/');
    (plain && parts().all(|part| !matches!(part, "" | "." | ".."))).then(|| parts().collect())
}

fn is_blank(letter: char) -> bool {
    letter == ' ' || letter == '\t' || letter == '\u{3000}'
}

/// Puts files with one heading together, and each file without one to the only policy of its folder, or
/// of the nearest folder above that has one.
pub fn group(files: &[(PathBuf, Option<String>)]) -> Grouped {
    let mut policies: Vec<Group> = Vec::new();
    let mut orphans = Vec::new();
    for (at, (_, heading)) in files.iter().enumerate() {
        if let Some(id) = heading {
            match policies.iter_mut().find(|policy| policy.id.as_ref() == Some(id)) {
                Some(policy) => policy.files.push(at),
                None => policies.push(Group { id: Some(id.clone()), files: vec![at] }),
            }
        }
    }
    if policies.is_empty() && !files.is_empty() {
        let all = Group { id: None, files: (0..files.len()).collect() };
        return Grouped { policies: vec![all], orphans };
    }
    for (at, (path, heading)) in files.iter().enumerate() {
        if heading.is_some() {
            continue;
        }
        match owner(files, path, &policies) {
            Some(policy) => {
                if let Some(policy) = policies.get_mut(policy) {
                    policy.files.push(at);
                }
            }
            None => orphans.push(at),
        }
    }
    for policy in &mut policies {
        policy.files.sort_unstable();
    }
    Grouped { policies, orphans }
}

/// The position of the policy that a file without a heading belongs to.
fn owner(files: &[(PathBuf, Option<String>)], path: &Path, policies: &[Group]) -> Option<usize> {
    let position = |id: &String| policies.iter().position(|policy| policy.id.as_ref() == Some(id));
    for folder in path.ancestors().skip(1) {
        let mut beside = files
            .iter()
            .filter(|(other, _)| other.parent() == Some(folder))
            .filter_map(|(_, heading)| heading.as_ref());
        if let Some(first) = beside.next() {
            return if beside.all(|other| other == first) { position(first) } else { None };
        }
    }
    if policies.len() == 1 { Some(0) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{group, heading, inside, table_files};
    use std::path::PathBuf;

    type Policies = Vec<(Option<String>, Vec<usize>)>;

    fn ids(files: &[(&str, Option<&str>)]) -> (Policies, Vec<usize>) {
        let files: Vec<_> =
            files.iter().map(|(path, id)| (PathBuf::from(path), id.map(str::to_owned))).collect();
        let grouped = group(&files);
        (grouped.policies.into_iter().map(|policy| (policy.id, policy.files)).collect(), grouped.orphans)
    }

    #[test]
    fn headings_are_found_in_both_spellings() {
        assert_eq!(heading("# x\npolicy qingdao \"…\"\n").as_deref(), Some("qingdao"));
        assert_eq!(heading("\u{feff}政策 qingdao \"…\"").as_deref(), Some("qingdao"));
        assert_eq!(heading("政策「青岛」").as_deref(), Some("青岛"));
        assert_eq!(heading("政策\u{3000}青岛_2\r\n").as_deref(), Some("青岛_2"));
        for none in ["", "policyx a", "policy", "  policy a", "# policy a", "award policy"] {
            assert_eq!(heading(none), None, "{none}");
        }
    }

    #[test]
    fn tables_in_files_of_their_own_are_found_in_both_spellings() {
        let text =
            "table t by x\n  rows from \"a.csv\"\n\t各行取自 “子/b.csv”  # x\n# rows from \"c\"\n  rows x";
        assert_eq!(table_files(text), ["a.csv", "子/b.csv"]);
        assert_eq!(inside("子/b.csv"), Some(PathBuf::from("子/b.csv")));
        for outside in
            ["", "/a", "../a", "a/../b", "C:\\a", "a\\b", "http://x/a.csv", "a//b", "./a", "a/", "\0"]
        {
            assert_eq!(inside(outside), None, "{outside}");
        }
    }

    #[test]
    fn a_folder_with_one_heading_is_one_policy() {
        let one = |id: &str, files: &[usize]| (Some(id.to_owned()), files.to_vec());
        assert_eq!(
            ids(&[("r/a/awards.rules", None), ("r/a/head.rules", Some("a")), ("r/b.rules", Some("b"))]),
            (vec![one("a", &[0, 1]), one("b", &[2])], vec![])
        );
        assert_eq!(
            ids(&[("r/a.rules", Some("a")), ("r/b.rules", Some("b")), ("r/c.rules", None)]),
            (vec![one("a", &[0]), one("b", &[1])], vec![2])
        );
        assert_eq!(
            ids(&[("x.rules", None), ("y/z.rules", Some("z"))]),
            (vec![one("z", &[0, 1])], vec![]),
            "the only policy takes what has no heading"
        );
        assert_eq!(ids(&[("x.rules", None)]), (vec![(None, vec![0])], vec![]));
        assert_eq!(
            ids(&[("r/a/h.rules", Some("a")), ("r/a/deep/x.rules", None), ("r/b.rules", Some("b"))]),
            (vec![one("a", &[0, 1]), one("b", &[2])], vec![])
        );
    }
}
