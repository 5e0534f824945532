//! Text → JSON with places, on borrowed raw values of serde_json whose addresses give the bytes.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::cause::cause;
use super::depth::too_deep;
use super::{Json, Kind, Member};
use crate::diagnostic::{Diagnostic, facts};
use crate::source::{FileId, Sources, Span};

/// Reads a whole file as one JSON value. What is wrong with single texts and keys, [`super::faults`] tells.
pub fn parse(sources: &Sources, file: FileId) -> Result<Json, Diagnostic> {
    let text = sources.get(file).text.as_str();
    if text.trim().is_empty() {
        return Err(Diagnostic::new(&facts::EMPTY_FILE, Span::new(file, 0..0)));
    }
    if let Some(at) = too_deep(text) {
        return Err(Diagnostic::new(&facts::TOO_DEEP, Span::new(file, at..at.saturating_add(1))));
    }
    let reader = Reader { text, file };
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => reader.value(raw).ok_or_else(|| cause(text, file, 0)),
        Err(error) => Err(cause(text, file, byte_of(text, &error))),
    }
}

/// The byte an error of serde_json means: its columns count bytes from 1, and 0 stands for the end of the line before.
fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let before = error.line().saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    start.saturating_add(error.column()).saturating_sub(1)
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
}

impl<'a> Reader<'a> {
    fn span(&self, raw: &'a RawValue) -> Span {
        // INVARIANT: raw values are borrowed from `self.text`, so their addresses differ by bytes of it.
        let start = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        Span::new(self.file, start..start.saturating_add(raw.get().len()))
    }

    /// The tree of a valid value. The recursion is as deep as the nesting, which has been limited before.
    /// `None` only if serde_json contradicted itself.
    fn value(&self, raw: &'a RawValue) -> Option<Json> {
        let text = raw.get();
        let kind = match text.as_bytes().first()? {
            b'n' => Kind::Null,
            b't' => Kind::Bool(true),
            b'f' => Kind::Bool(false),
            b'"' => serde_json::from_str(text).map_or(Kind::BrokenText, Kind::Text),
            b'[' => {
                let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Kind::Array(elements.into_iter().map(|raw| self.value(raw)).collect::<Option<_>>()?)
            }
            b'{' => {
                let pairs = serde_json::Deserializer::from_str(text).deserialize_map(Pairs).ok()?;
                Kind::Object(pairs.into_iter().map(|pair| self.member(pair)).collect::<Option<_>>()?)
            }
            _ => Kind::Number(text.to_owned()),
        };
        Some(Json { kind, span: self.span(raw) })
    }

    fn member(&self, (key, value): (&'a RawValue, &'a RawValue)) -> Option<Member> {
        Some(Member {
            key: serde_json::from_str(key.get()).ok(),
            key_span: self.span(key),
            value: self.value(value)?,
        })
    }
}

/// All members of an object in their order, repeated keys kept.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(&'de RawValue, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse;
    use crate::diagnostic::{Diagnostic, Lang, Render};
    use crate::facts::json::{Json, Kind, faults};
    use crate::source::{FileId, Sources};

    fn read(text: &str) -> (Sources, Result<Json, Diagnostic>) {
        let mut sources = Sources::new();
        let file = sources.add("f.json", text);
        let result = parse(&sources, file);
        (sources, result)
    }

    #[test]
    fn every_value_and_key_has_its_place() {
        let text = "{\r\n  \"甲\" : [1.50, \"a\\u0041\"],\"b\":null, \"b\" : {} }";
        let (sources, json) = read(text);
        let json = json.unwrap();
        let members = json.members().unwrap();
        assert_eq!(sources.slice(members[0].key_span), "\"甲\"");
        assert_eq!(sources.place(members[0].value.span), "f.json:2:9");
        let elements = members[0].value.elements().unwrap();
        assert_eq!(elements[0].kind, Kind::Number("1.50".into()));
        assert_eq!(sources.slice(elements[0].span), "1.50");
        assert_eq!(elements[1].text(), Some("aA"));
        assert_eq!(members.len(), 3);
        assert_eq!(sources.slice(members[2].value.span), "{}");
        assert_eq!(faults(&json).len(), 1);
    }

    #[test]
    fn texts_that_are_no_json_are_refused_with_the_cause() {
        let texts = [
            "",
            "  \n",
            "{",
            "[1,2",
            "{\"a\":1,}",
            "[1,]",
            "{'a':1}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\":}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "{} x",
            "[1]]",
            "}",
            "{\"a\":NaN}",
            "[-Infinity]",
            "[True]",
            "[None]",
            "[01]",
            "[.5]",
            "[5.]",
            "[+1]",
            "[1e]",
            "[5万]",
            "[５]",
            "[1，2]",
            "{\"a\"：1}",
            "{“a”:1}",
            "// x\n{}",
            "{ # x\n}",
            "[apple]",
            "\"a",
            "[\"a\nb\"]",
            "[\"a\\x\"]",
            "[\"a\\u12\"]",
            "[\"a\u{1}\"]",
            "[1}",
            "{\"a\":1]",
            "[,1]",
            "{\"a\"::1}",
            "\u{3000}{}",
            "[1\u{0}]",
            "{1:2}",
            "{[]:1}",
            "[tru]",
            "[1]\n[2]",
            "﻿\u{feff}{}",
        ];
        let mut shown = String::new();
        for text in texts {
            let (sources, json) = read(text);
            let finding = json.expect_err(text);
            let place = sources.place(finding.place().unwrap());
            for lang in [Lang::Zh, Lang::En] {
                shown.push_str(&format!(
                    "{text:?} {place} {} {} — {}\n",
                    finding.entry.code,
                    finding.message(lang),
                    finding.help(lang)
                ));
                let rendered = Render::plain(lang).text(std::slice::from_ref(&finding), &sources);
                assert!(!rendered.contains("Failed to read"), "{rendered}");
            }
        }
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn nesting_is_limited_before_anything_recurses() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&nested(64)).1.is_ok());
        for levels in [65, 1_000_000] {
            let (sources, json) = read(&nested(levels));
            let finding = json.unwrap_err();
            assert_eq!(finding.entry.code, "E0703");
            assert_eq!(sources.place(finding.place().unwrap()), "f.json:1:65");
        }
        assert_eq!(read(&"{\"a\":".repeat(1_000_000)).1.unwrap_err().entry.code, "E0703");
        assert!(read(&format!("[\"{}\"]", "[".repeat(100))).1.is_ok());
    }

    #[test]
    fn broken_and_hidden_characters_are_told() {
        let (_, json) = read(r#"{"a": "\ud800", "\udc00": 1, "b": "x\u202ey", "c\u0000": ["\u0007"]}"#);
        let codes: Vec<_> = faults(&json.unwrap()).iter().map(|finding| finding.entry.code).collect();
        assert_eq!(codes, ["E0704", "E0704", "E0705", "E0705", "E0705"]);
    }

    fn check(text: &str) {
        let (sources, json) = read(text);
        let valid =
            serde_json::from_str::<serde::de::IgnoredAny>(sources.get(FileId::first()).text.as_str()).is_ok();
        match json {
            Ok(json) => {
                assert!(valid, "accepted {text:?}");
                faults(&json);
            }
            Err(finding) => {
                assert!(!valid || finding.entry.code == "E0703", "refused {text:?}");
                assert_ne!(
                    finding.message(Lang::Zh),
                    "文件不是正确的 JSON:这里的写法不符合 JSON",
                    "no cause for {text:?}"
                );
                Render::plain(Lang::Zh).text(&[finding], &sources);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_text_makes_the_reader_fail(text in "(?s).{0,60}") {
            check(&text);
        }
        #[test]
        fn no_text_of_json_marks_makes_the_reader_fail(text in "[]\\[{},:\"'\\\\0-9.eE+\\-tfnu aа，“\n]{0,40}") {
            check(&text);
        }
        #[test]
        fn mutated_json_never_makes_the_reader_fail(at in 0_usize..200, insert in "(?s).{0,3}", drop in 0_usize..4) {
            let good = "{\"policy\": \"青岛\", \"facts\": {\"a\": [1.5e3, {\"b\": null}], \"c\": \"\\u00e9\\n\", \"d\": true}, \"e\": -0.1}";
            let mut letters: Vec<char> = good.chars().collect();
            let at = at % letters.len();
            let end = (at + drop).min(letters.len());
            letters.splice(at..end, insert.chars());
            check(&letters.into_iter().collect::<String>());
        }
    }
}
