//! What no text can do: panic, overflow the stack, or take more than linear time.

use proptest::prelude::*;

use crate::diagnostic::{Lang, Render};
use crate::source::{FileId, Sources};
use crate::syntax::{decode, parse, print};

fn codes(text: &str) -> Vec<&'static str> {
    parse(FileId::first(), text).diagnostics.iter().map(|found| found.entry.code).collect()
}

#[test]
fn deep_brackets_are_refused_at_once() {
    for depth in [65, 100_000, 1_000_000] {
        for (open, close) in
            [("(", ")"), ("（", "）"), ("[", "]"), ("not (", ")"), ("按(", ")"), ("highest of (", ")")]
        {
            let text = format!("award a\n  where {}a{}\n  pays 5\n", open.repeat(depth), close.repeat(depth));
            assert_eq!(codes(&text), ["E0122"], "{open} {depth}");
        }
    }
    let text = format!("award a\n  where {}", "(".repeat(100_000));
    assert_eq!(codes(&text), ["E0122"]);
}

#[test]
fn brackets_of_64_levels_are_read() {
    let text = format!("award a\n  where {}a{}\n", "(".repeat(63), ")".repeat(63));
    assert_eq!(codes(&text), [""; 0]);
    let text = format!("award a\n  where {}a{}\n", "(1 + ".repeat(63), ")".repeat(63));
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn deep_nesting_without_brackets_is_refused() {
    let repeated = [
        "not ",
        "-",
        "- not ",
        "5% of ",
        "sum of ",
        "any a in b where ",
        "highest ",
        "lowest -",
        "interest 5% subsidy on ",
        "fill up ",
        "bracket of ",
        "按 ",
        "非 ",
        "求和 ",
        "count of ",
    ];
    for depth in [100, 10_000] {
        for word in repeated {
            let text = format!("award a\n  where {}a over b in c\n  pays 5\n", word.repeat(depth));
            let found = codes(&text);
            assert_eq!(found.len(), 1, "{word} {depth} {found:?}");
        }
        for word in
            [" of a", " 的 a", ".a", " above 1", " up to 1", " for each of a", " 每件 1", " 5% 贴息", " = 1"]
        {
            let text = format!("award a\n  where a{}\n  pays 5\n", word.repeat(depth));
            let found = codes(&text);
            assert_eq!(found.len(), 1, "{word} {depth} {found:?}");
        }
    }
}

/// What fails deep inside must not be tried again at every level around it.
#[test]
fn nested_forms_with_an_open_end_are_read_once() {
    let open_ends = [
        "(any a in b where 5 - ",
        "(sum of 5 - ",
        "(sum of a over b in c where 5 - ",
        "(fill up x to 5 - ",
        "(bracket by x: >= 5 7 - ",
        "(bracket by x: below 5 - ",
        "(按 x 分档：以上 5 - ",
        "(将 x 补足至 5 - ",
    ];
    for word in open_ends {
        for end in ["a", "a b", ")"] {
            assert!(!codes(&format!("award a\n  pays {}{end}\n", word.repeat(50))).is_empty());
        }
    }
}

#[test]
fn long_chains_are_flat() {
    for (word, terms) in
        [(" - ", 100_000), (" and ", 2_000), (" or ", 2_000), (" / ", 2_000), (" and not ", 2_000)]
    {
        let text = format!("award a\n  where {}\n", vec!["a"; terms].join(word));
        let parsed = parse(FileId::first(), &text);
        assert_eq!(parsed.diagnostics, [], "{word}");
        let printed = print(&parsed.ast, None);
        let again = parse(FileId::first(), &printed);
        assert!(parsed.ast.without_spans() == again.ast.without_spans());
    }
}

#[test]
fn refusals_that_try_repairs_end() {
    for text in [
        format!("award a\n  pays {}", "a的b ".repeat(4_000)),
        "垃圾的行 行 行\n".repeat(4_000),
        "  x的5% y\n".repeat(4_000),
        format!("award a\n  note {}", "\"a\" ".repeat(4_000)),
        format!("award a\n  note {}", "“".repeat(50_000)),
        format!("award a\n{}", "  pays (a or b\n".repeat(2_000)),
    ] {
        assert!(!codes(&text).is_empty());
    }
}

#[expect(clippy::disallowed_methods, reason = "a test that asks for linear time has to look at a clock")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}

#[test]
fn eight_times_the_text_takes_about_eight_times_the_time() {
    let one = "award a \"甲\" cites 二(一)3\n  for b or c\n  where d >= 5 and not e\n  pays 5% of f, max 500k per year\n\n";
    let time = |bytes: usize| {
        let text = one.repeat(bytes / one.len());
        let run = || {
            let start = clock();
            let parsed = parse(FileId::first(), &text);
            assert_eq!(parsed.ast.items.len(), bytes / one.len());
            start.elapsed()
        };
        run().min(run()).min(run())
    };
    // Far from what a square would take, and far enough from eight for a busy machine.
    let (small, large) = (time(20_000), time(160_000));
    assert!(large < small * 32, "{small:?} {large:?}");
}

#[test]
fn sizes_and_encodings() {
    assert_eq!(codes(&" ".repeat(16 * 1024 * 1024 + 1)), ["E0102"]);
    assert_eq!(codes(""), [""; 0]);
    assert_eq!(codes("\u{feff}\r\n"), [""; 0]);
    assert_eq!(decode(vec![b'a', 0xff]), Err(1));
    assert_eq!(decode("金额".into()), Ok("金额".to_owned()));
}

/// Words that the language knows, in any order.
fn word_salad() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "award",
        "奖励",
        "pays",
        "金额",
        "where",
        "条件",
        "a",
        "交易额",
        "的",
        "5%",
        "50万元",
        "500k",
        "(",
        ")",
        ",",
        "，",
        "、",
        "\n",
        "\n  ",
        "\n    ",
        "and",
        "且",
        "not",
        "非",
        "-",
        "+",
        "of",
        "每件",
        "每满",
        "for each",
        "sum of",
        "over",
        "in",
        "任一",
        "highest",
        "at least",
        "至少",
        "2",
        "per year",
        "每年",
        "最高",
        "cites",
        "依据",
        "二(一)3",
        "\"x\"",
        "“y”",
        "\"",
        "「",
        "」",
        "#",
        "=",
        ">=",
        "fact",
        ":",
        "money",
        "one of",
        "given",
        "then",
        "[",
        "]",
        "{",
        "}",
        "is",
        "得",
        "例",
        "1,00",
        "2023-02-30",
        "interest",
        "subsidy",
        "on",
        "按",
        "贴息",
        "up to",
        "above",
        "的的",
        "。",
        "\u{202e}",
        "\0",
        "\u{3000}",
        "в",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_order_of_words_panics(text in word_salad()) {
        check(&text);
    }
}

/// Reads, prints what was read, reads that again, and renders what was found.
fn check(text: &str) {
    let mut sources = Sources::new();
    let file = sources.add("x.rules", text);
    let parsed = parse(file, &sources.get(file).text);
    for lang in [Lang::Zh, Lang::En] {
        let rendered = Render::plain(lang).text(&parsed.diagnostics, &sources);
        assert!(!rendered.contains("Failed to read"), "{rendered}");
        // Every value that a text asks for was given.
        for found in &parsed.diagnostics {
            for shown in [found.message(lang), found.help(lang)] {
                assert!(
                    !shown.contains("{found}") && !shown.contains("{word}") && !shown.contains("{expected}"),
                    "{shown}"
                );
            }
        }
    }
    if parsed.diagnostics.is_empty() {
        let printed = print(&parsed.ast, None);
        let again = parse(file, &printed);
        assert_eq!(again.diagnostics, [], "{text:?}\n{printed}");
        assert!(again.ast.without_spans() == parsed.ast.without_spans(), "{text:?}\n{printed}");
    }
}
