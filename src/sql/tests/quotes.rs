//! Names, texts and comments cannot leave their quotes.

use crate::sql::dialect::{Dialect, Unsayable, comment};

#[test]
fn names_stand_in_quotes_whatever_they_hold() {
    assert_eq!(Dialect::Duckdb.quoted(r#"a"; DROP TABLE b; --"#), r#""a""; DROP TABLE b; --""#);
    assert_eq!(Dialect::Postgres.quoted("a\\\"b`"), "\"a\\\"\"b`\"");
    assert_eq!(Dialect::Spark.quoted("a`; --\""), "`a``; --\"`");
}

#[test]
fn texts_mean_the_same_whatever_the_server_takes_backslashes_for() {
    assert_eq!(Dialect::Postgres.text("it's"), "'it''s'");
    assert_eq!(Dialect::Postgres.text("a\\'b\n"), "E'a\\\\''b\\n'");
    assert_eq!(Dialect::Duckdb.text("back\\slash"), "E'back\\\\slash'");
    assert_eq!(Dialect::Duckdb.text("企业"), "'企业'");
    // Two quotes and backslashes depend on settings in Spark, and `${…}` is replaced in literals.
    assert_eq!(Dialect::Spark.text("it's"), "concat('it', char(39), 's')");
    assert_eq!(Dialect::Spark.text("\\"), "concat(char(92))");
    assert_eq!(Dialect::Spark.text("${a}"), "concat(char(36), '{a}')");
    assert_eq!(Dialect::Spark.text("a\u{85}"), "concat('a', decode(unhex('C285'), 'UTF-8'))");
}

#[test]
fn comments_are_one_line_that_nothing_ends_or_goes_on_with() {
    assert_eq!(comment("a\nb\r\nc\u{2028}d\u{0}e"), "a b c d e");
    assert_eq!(comment("*/ SELECT 1 /*"), "* / SELECT 1 / *");
    assert_eq!(comment("ends with \\"), "ends with ＼");
    assert_eq!(comment("${spark.app.name}"), "＄{spark.app.name}");
    assert_eq!(comment("a\u{202e}b"), "a b");
}

#[test]
fn what_a_dialect_would_change_silently_is_no_name() {
    let long = "知".repeat(22);
    assert_eq!(Dialect::Postgres.says(&long), Err(Unsayable::TooLong));
    assert_eq!(Dialect::Duckdb.says(&long), Ok(()));
    assert_eq!(Dialect::Spark.says("${a}"), Err(Unsayable::Replaced));
    assert_eq!(Dialect::Duckdb.says(""), Err(Unsayable::Empty));
    assert!(Dialect::ALL.iter().all(|dialect| dialect.says("a\0b") == Err(Unsayable::Replaced)));
    assert!(Dialect::ALL.iter().all(|dialect| dialect.says("select\n\\\"` --;").is_ok()));
}
