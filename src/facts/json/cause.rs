//! Why a text is no JSON, in words that say what to change.

use super::shown;
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::source::{FileId, Span};

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expecting {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// A fault: where, and in words what it is and the way out.
struct Fault {
    start: usize,
    end: usize,
    words: Box<Causes>,
    opened: Option<usize>,
}

/// What is wrong and what to do.
struct Causes {
    cause: Words,
    fix: Words,
}

impl Fault {
    fn new(range: std::ops::Range<usize>, cause: Words, fix: Words) -> Fault {
        Fault { start: range.start, end: range.end, words: Box::new(Causes { cause, fix }), opened: None }
    }
}

/// The finding for a text that is no JSON; `position` is where the parser stopped, used where no cause is known.
pub(super) fn cause(text: &str, file: FileId, position: usize) -> Diagnostic {
    let fault = Walk { text, at: 0, open: Vec::new(), comma: None }.first_fault().unwrap_or_else(|| {
        Fault::new(
            position..position.saturating_add(1),
            Words::new("这里的写法不符合 JSON", "JSON does not allow what stands here"),
            Words::new("检查这里的引号、逗号和括号", "check the quotes, commas and brackets here"),
        )
    });
    let mut finding = Diagnostic::new(&facts::NOT_JSON, Span::new(file, fault.start..fault.end))
        .arg("cause", fault.words.cause)
        .arg("fix", fault.words.fix);
    if let Some(opened) = fault.opened {
        finding = finding.label(Span::new(file, opened..opened.saturating_add(1)), "opened");
    }
    finding
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    /// Brackets that are open, with their bytes.
    open: Vec<(char, usize)>,
    /// The last comma, if nothing has come after it.
    comma: Option<usize>,
}

impl<'a> Walk<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn first_fault(mut self) -> Option<Fault> {
        let mut expecting = Expecting::Value;
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            self.at = self.at.saturating_add(rest.len().saturating_sub(trimmed.len()));
            let Some(letter) = trimmed.chars().next() else { return self.end(expecting) };
            expecting = match self.step(letter, expecting) {
                Ok(next) => next,
                Err(fault) => return Some(fault),
            };
        }
    }

    fn end(&self, expecting: Expecting) -> Option<Fault> {
        if expecting == Expecting::Nothing {
            return None;
        }
        let end = self.text.trim_end().len();
        Some(match self.open.last() {
            Some(&(bracket, opened)) => {
                let close = closing(bracket);
                let mut fault = Fault::new(
                    end..end,
                    Words::new(
                        format!("文件到这里就结束了,前面的 {bracket} 还没有闭合"),
                        format!("the file ends here, but the {bracket} before is not closed"),
                    ),
                    Words::new(
                        format!("补上缺少的内容和 {close}"),
                        format!("add what is missing and a {close}"),
                    ),
                );
                fault.opened = Some(opened);
                fault
            }
            None => Fault::new(
                end..end,
                Words::new("文件到这里就结束了", "the file ends too early"),
                Words::new("补上缺少的内容", "add what is missing"),
            ),
        })
    }

    fn step(&mut self, letter: char, expecting: Expecting) -> Result<Expecting, Fault> {
        let here = self.at;
        let next = here.saturating_add(letter.len_utf8());
        if expecting == Expecting::Nothing {
            return Err(Fault::new(
                here..next,
                Words::new("第一个值已经结束,后面还有别的内容", "the value has ended, but more follows"),
                Words::new(
                    "一个文件只放一个对象 {…} 或一个数组 […],删去多余的内容",
                    "a file holds one object {…} or one array […]; remove the rest",
                ),
            ));
        }
        match letter {
            '"' => {
                self.string()?;
                self.after_string(expecting, here)
            }
            '{' | '[' => {
                self.may_begin_value(expecting, here..next)?;
                self.open.push((letter, here));
                self.at = next;
                self.comma = None;
                Ok(if letter == '{' { Expecting::KeyOrEnd } else { Expecting::ValueOrEnd })
            }
            '}' | ']' => self.close(letter, expecting),
            ',' | ':' => self.mark(letter, expecting),
            _ if is_bare(letter) => self.bare(expecting),
            _ => Err(strange(letter, here..next)),
        }
    }

    fn after_string(&mut self, expecting: Expecting, start: usize) -> Result<Expecting, Fault> {
        if matches!(expecting, Expecting::Key | Expecting::KeyOrEnd) {
            self.comma = None;
            return Ok(Expecting::Colon);
        }
        self.may_begin_value(expecting, start..start.saturating_add(1))?;
        Ok(self.after_value())
    }

    fn after_value(&mut self) -> Expecting {
        self.comma = None;
        if self.open.is_empty() { Expecting::Nothing } else { Expecting::CommaOrEnd }
    }

    fn may_begin_value(&self, expecting: Expecting, range: std::ops::Range<usize>) -> Result<(), Fault> {
        match expecting {
            Expecting::Value | Expecting::ValueOrEnd => Ok(()),
            Expecting::Key | Expecting::KeyOrEnd => Err(Fault::new(
                range,
                Words::new("这里应当是一个键", "a key belongs here"),
                Words::new(
                    "键写在双引号里,例如 \"applicant\": …",
                    "write keys in double quotes, as in \"applicant\": …",
                ),
            )),
            Expecting::Colon => Err(Fault::new(
                range,
                Words::new("键和值之间缺少冒号", "the colon between key and value is missing"),
                Words::new("在键后面加上半角冒号 :", "add a colon : after the key"),
            )),
            Expecting::CommaOrEnd | Expecting::Nothing => Err(Fault::new(
                range,
                Words::new("和前一项之间缺少逗号", "the comma after the item before is missing"),
                Words::new("在前一项后面加上半角逗号 ,", "add a comma , after the item before"),
            )),
        }
    }

    fn close(&mut self, letter: char, expecting: Expecting) -> Result<Expecting, Fault> {
        let here = self.at;
        let range = here..here.saturating_add(1);
        match self.open.last().copied() {
            Some((bracket, opened)) if closing(bracket) != letter => {
                let close = closing(bracket);
                let mut fault = Fault::new(
                    range,
                    Words::new(
                        format!("这里的 {letter} 和前面的 {bracket} 不成对"),
                        format!("this {letter} does not match the {bracket} before"),
                    ),
                    Words::new(format!("用 {close} 闭合"), format!("close it with {close}")),
                );
                fault.opened = Some(opened);
                return Err(fault);
            }
            Some(_) => {}
            None => {
                return Err(Fault::new(
                    range,
                    Words::new(
                        format!("这个 {letter} 前面没有对应的括号"),
                        format!("nothing was opened that this {letter} closes"),
                    ),
                    Words::new("删去它,或补上前面的括号", "remove it, or add the opening bracket"),
                ));
            }
        }
        match expecting {
            Expecting::CommaOrEnd | Expecting::KeyOrEnd | Expecting::ValueOrEnd => {
                self.open.pop();
                self.at = range.end;
                Ok(self.after_value())
            }
            Expecting::Key | Expecting::Value | Expecting::Colon | Expecting::Nothing => {
                Err(match self.comma {
                    Some(comma) => Fault::new(
                        comma..comma.saturating_add(1),
                        Words::new("最后一项后面多了一个逗号", "there is a comma after the last item"),
                        Words::new("删去这个逗号", "remove this comma"),
                    ),
                    None => Fault::new(
                        range,
                        Words::new("这里缺少一个值", "a value is missing here"),
                        Words::new(
                            "在冒号后面写上值;不知道就写 null",
                            "write a value after the colon; null if it is unknown",
                        ),
                    ),
                })
            }
        }
    }

    fn mark(&mut self, letter: char, expecting: Expecting) -> Result<Expecting, Fault> {
        let here = self.at;
        self.at = here.saturating_add(1);
        match (letter, expecting) {
            (':', Expecting::Colon) => Ok(Expecting::Value),
            (',', Expecting::CommaOrEnd) => {
                self.comma = Some(here);
                let in_object = self.open.last().is_some_and(|&(bracket, _)| bracket == '{');
                Ok(if in_object { Expecting::Key } else { Expecting::Value })
            }
            _ => Err(Fault::new(
                here..self.at,
                Words::new(format!("这里不应当有 {letter}"), format!("no {letter} belongs here")),
                Words::new(
                    "检查它前后是否缺少内容,或删去它",
                    "check whether something is missing beside it, or remove it",
                ),
            )),
        }
    }

    /// A run of letters and digits: a number, `true`, `false`, `null`, or what was meant as one.
    fn bare(&mut self, expecting: Expecting) -> Result<Expecting, Fault> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|letter| !is_bare(letter)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        self.at = start.saturating_add(length);
        let range = start..self.at;
        if matches!(expecting, Expecting::Key | Expecting::KeyOrEnd) {
            return Err(Fault::new(
                range,
                Words::new(
                    format!("键 {} 没有双引号", shown(word)),
                    format!("the key {} has no double quotes", shown(word)),
                ),
                Words::new(format!("写成 \"{}\"", shown(word)), format!("write \"{}\"", shown(word))),
            ));
        }
        self.may_begin_value(expecting, range.clone())?;
        if serde_json::from_str::<&serde_json::value::RawValue>(word).is_ok() {
            return Ok(self.after_value());
        }
        Err(bad_word(word, range))
    }

    /// Goes past a string, or tells what is wrong in it.
    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((offset, letter)) = letters.next() {
            let here = start.saturating_add(offset);
            match letter {
                '"' => {
                    self.at = here.saturating_add(1);
                    return Ok(());
                }
                '\\' => {
                    let good = match letters.next() {
                        Some((_, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => true,
                        Some((_, 'u')) => {
                            (0..4).all(|_| letters.next().is_some_and(|(_, digit)| digit.is_ascii_hexdigit()))
                        }
                        Some(_) => false,
                        None => return Err(unclosed(start)),
                    };
                    if !good {
                        return Err(Fault::new(
                            here..here.saturating_add(2),
                            Words::new("反斜杠后面的写法不对", "what follows the backslash is no escape"),
                            Words::new(
                                "反斜杠本身写成 \\\\;换行写成 \\n",
                                "write a backslash as \\\\, a line break as \\n",
                            ),
                        ));
                    }
                }
                '\n' | '\r' => return Err(unclosed(start)),
                _ if letter < ' ' => {
                    return Err(Fault::new(
                        here..here.saturating_add(1),
                        Words::new(
                            format!("文字里有控制字符 U+{:04X}", u32::from(letter)),
                            format!("the text holds the control character U+{:04X}", u32::from(letter)),
                        ),
                        Words::new("删去这个看不见的字符", "remove this invisible character"),
                    ));
                }
                _ => {}
            }
        }
        Err(unclosed(start))
    }
}

fn unclosed(start: usize) -> Fault {
    Fault::new(
        start..start.saturating_add(1),
        Words::new("从这里开始的文字没有用双引号闭合", "the text that begins here is not closed"),
        Words::new("在同一行补上双引号 \"", "add the closing double quote \" on the same line"),
    )
}

const fn closing(bracket: char) -> char {
    if bracket == '{' { '}' } else { ']' }
}

fn is_bare(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '０'..='９') || matches!(letter, '_' | '.' | '-' | '+')
}

fn bad_word(word: &str, range: std::ops::Range<usize>) -> Fault {
    let lower = word.to_ascii_lowercase();
    let found = shown(word);
    let (cause, fix) = match lower.as_str() {
        "nan" | "inf" | "infinity" | "-inf" | "-infinity" | "+infinity" => (
            Words::new(format!("JSON 里没有 {found} 这样的数"), format!("JSON has no number {found}")),
            Words::new("写出真实的数;不知道就写 null", "write the real number; null if it is unknown"),
        ),
        "true" | "false" | "null" => (
            Words::new(format!("{found} 要用小写"), format!("{found} must be in small letters")),
            Words::new(format!("写成 {lower}"), format!("write {lower}")),
        ),
        "none" | "undefined" | "nil" => (
            Words::new(format!("JSON 里没有 {found}"), format!("JSON has no {found}")),
            Words::new("不知道的值写 null", "write null for what is unknown"),
        ),
        _ if word.contains(|letter: char| letter.is_ascii_digit())
            && word.starts_with(|letter: char| letter.is_ascii_digit() || "+-.".contains(letter)) =>
        {
            (
                Words::new(
                    format!("数字 {found} 的写法不对"),
                    format!("{found} is not how JSON writes a number"),
                ),
                Words::new(
                    "数字写成 80000 或 0.5:不带单位、加号和多余的 0,小数点两边都要有数字;带单位的写成文字 \"800万元\"",
                    "write 80000 or 0.5: no unit, no plus sign, no leading zero, digits on both sides of the point; with a unit write a text, \"800万元\"",
                ),
            )
        }
        _ => (
            Words::new(format!("{found} 没有双引号"), format!("{found} has no double quotes")),
            Words::new(format!("文字写成 \"{found}\""), format!("write texts as \"{found}\"")),
        ),
    };
    Fault::new(range, cause, fix)
}

fn strange(letter: char, range: std::ops::Range<usize>) -> Fault {
    let half = match letter {
        '，' | '、' => Some(','),
        '：' => Some(':'),
        '｛' => Some('{'),
        '｝' => Some('}'),
        '［' | '【' => Some('['),
        '］' | '】' => Some(']'),
        '“' | '”' | '＂' | '「' | '」' | '\'' | '‘' | '’' | '`' => Some('"'),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(letter).saturating_sub(0xff10), 10),
        _ => None,
    };
    let found = shown(letter.encode_utf8(&mut [0; 4]));
    let (cause, fix) = match (letter, half) {
        ('\'', _) => (
            Words::new("JSON 不用单引号", "JSON has no single quotes"),
            Words::new("改用双引号 \"", "use double quotes \""),
        ),
        (_, Some(half)) => (
            Words::new(
                format!("这里的 {found} 不是半角符号"),
                format!("{found} is not the plain character that JSON wants"),
            ),
            Words::new(format!("改成半角的 {half}"), format!("write {half}")),
        ),
        ('/' | '#', None) => (
            Words::new("JSON 里不能写注释", "JSON has no comments"),
            Words::new("删去注释", "remove the comment"),
        ),
        ('\u{3000}' | '\u{a0}', None) => (
            Words::new("这里有一个全角空格", "there is a wide or non-breaking space here"),
            Words::new("改成普通空格", "use a plain space"),
        ),
        (_, None) => (
            Words::new(format!("这里不应当有 {found}"), format!("{found} does not belong here")),
            Words::new("删去它;文字要写在双引号里", "remove it; texts are written in double quotes"),
        ),
    };
    Fault::new(range, cause, fix)
}
