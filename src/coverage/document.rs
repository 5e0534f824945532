//! A document as pasted from a page of a government: its sections and their sentences.

use super::script::plain_text;
use super::section::{Rank, Step, mark};

/// A sentence that may have to be covered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sentence {
    /// The section it stands in; empty before the first.
    pub section: Vec<Step>,
    /// Which sentence of its section it is, from 1; headings do not count, and 。 ends one.
    pub number: usize,
    /// Line of the document, from 1.
    pub line: usize,
    /// Its words as the document has them.
    pub text: String,
    /// The same made plain, character by character.
    pub plain: Vec<char>,
}

/// A document's sentences, without headings, dates of notices and what only the page says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Document {
    pub sentences: Vec<Sentence>,
    /// All sections there are.
    pub sections: Vec<Vec<Step>>,
}

/// Words of lines that belong to the page around a document.
const FURNITURE: [&str; 30] = [
    "当前位置",
    "您现在的位置",
    "索引号",
    "发布机构",
    "发文机关",
    "主题分类",
    "成文日期",
    "发文日期",
    "发布日期",
    "发布时间",
    "公开日期",
    "生成日期",
    "信息来源",
    "网站标识码",
    "备案序号",
    "ICP备",
    "公网安备",
    "主办单位:",
    "承办单位:",
    "版权所有",
    "浏览次数",
    "点击数",
    "打印本页",
    "关闭窗口",
    "扫一扫",
    "智能检索",
    "名  称",
    "此件主动公开",
    "此件公开发布",
    "联系方式:",
];

/// The beginnings of lines that say who is in charge, or how to reach them.
const IN_CHARGE: [&str; 6] = ["牵头单位:", "责任单位:", "配合单位:", "文号:", "联系电话:", "联系人:"];

/// The beginnings of closing words, which have no number of their own.
const CLOSING: [&str; 12] = [
    "本措施",
    "本办法",
    "本规定",
    "本意见",
    "本细则",
    "本政策",
    "本方案",
    "本通知",
    "本实施",
    "本计划",
    "本规划",
    "本条例",
];

/// Reads a document.
pub(super) fn read(text: &str) -> Document {
    let mut reader = Reader::default();
    for (number, line) in (1_usize..).zip(text.lines()) {
        reader.line(number, line);
    }
    reader.heading_without_body();
    reader.document
}

#[derive(Default)]
struct Reader {
    document: Document,
    section: Vec<Step>,
    /// A line that is only a heading if something stands below it.
    waiting: Option<Sentence>,
    /// The list of annexes at the end of the body.
    annex_list: bool,
    /// Sentences so far in the section at hand.
    count: usize,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        let trimmed =
            line.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
        if trimmed.is_empty() {
            return;
        }
        let plain = plain_text(trimmed);
        let words: String = plain.iter().collect();
        let of_page = FURNITURE.iter().any(|furniture| words.contains(furniture));
        if of_page || IN_CHARGE.iter().any(|in_charge| words.starts_with(in_charge)) {
            return;
        }
        if words.starts_with("附件:") {
            self.annex_list = true;
            return;
        }
        let mut at = 0;
        let mut marked = false;
        while let Some((step, taken)) = mark(plain.get(at..).unwrap_or_default()) {
            // The annexes are listed with numbers; the first of them begins with its own.
            if self.annex_list && step.rank != Rank::Annex {
                return;
            }
            self.annex_list = false;
            if !marked {
                self.next_section(&step);
            }
            self.open(step);
            marked = true;
            at = at.saturating_add(taken);
            at = at.saturating_add(blanks(plain.get(at..).unwrap_or_default()));
        }
        if self.annex_list {
            return;
        }
        if !marked && !self.section.is_empty() && CLOSING.iter().any(|closing| words.starts_with(closing)) {
            self.heading_without_body();
            self.section.clear();
            self.open(Step { rank: Rank::Closing, number: vec![0] });
        }
        self.body(number, trimmed, &plain, at, marked);
    }

    /// Opens a section.
    fn open(&mut self, step: Step) {
        self.section.retain(|outer| outer.rank < step.rank);
        self.section.push(step);
        self.count = 0;
        self.document.sections.push(self.section.clone());
    }

    /// A heading waits for something below it; the next section of the same or a wider rank is not.
    fn next_section(&mut self, step: &Step) {
        let is_body = self.section.last().is_some_and(|last| last.rank < step.rank);
        if is_body {
            self.waiting = None;
        } else {
            self.heading_without_body();
        }
    }

    /// A line that looked like a heading was all there is in its section.
    fn heading_without_body(&mut self) {
        self.document.sentences.extend(self.waiting.take());
    }

    fn body(&mut self, line: usize, text: &str, plain: &[char], from: usize, marked: bool) {
        let characters: Vec<char> = text.chars().collect();
        let sentences = split(plain, from);
        let sentence = |&(start, end): &(usize, usize)| Sentence {
            section: self.section.clone(),
            number: 1,
            line,
            text: characters.get(start..end).unwrap_or_default().iter().collect(),
            plain: plain.get(start..end).unwrap_or_default().to_vec(),
        };
        if marked && let [whole] = sentences.as_slice() {
            let only = sentence(whole);
            let ends = only.plain.last().is_some_and(|last| matches!(last, '。' | ';' | '!'));
            if !ends && !has_figure(&only) {
                self.waiting = Some(only);
                return;
            }
        }
        if !sentences.is_empty() {
            self.waiting = None;
        }
        // 1.实施…工程。 is the heading of what follows it on the line.
        let run_in = marked
            && sentences.len() > 1
            && sentences.first().map(sentence).is_some_and(|first| {
                first.plain.len() <= 36 && first.plain.last() == Some(&'。') && !has_figure(&first)
            });
        let body: Vec<Sentence> = sentences.iter().skip(usize::from(run_in)).map(sentence).collect();
        let mut goes_on = false;
        for mut one in body {
            // What a semicolon parts is one sentence still.
            self.count = self.count.saturating_add(usize::from(!goes_on));
            goes_on = one.plain.last() == Some(&';');
            one.number = self.count;
            self.document.sentences.push(one);
        }
    }
}

fn has_figure(sentence: &Sentence) -> bool {
    !super::figure::figures(&sentence.plain, super::figure::Reading::Document).is_empty()
}

fn blanks(plain: &[char]) -> usize {
    plain.iter().take_while(|character| **character == ' ').count()
}

/// Sentences of a line, by their characters: they end at 。；！？, but not within brackets or quotes.
fn split(plain: &[char], from: usize) -> Vec<(usize, usize)> {
    let mut sentences = Vec::new();
    let (mut start, mut depth) = (from, 0_usize);
    for (at, &character) in plain.iter().enumerate().skip(from) {
        match character {
            '(' | '“' | '《' | '「' => depth = depth.saturating_add(1),
            ')' | '”' | '》' | '」' => depth = depth.saturating_sub(1),
            '。' | ';' | '!' | '?' if depth == 0 || character == '。' => {
                let end = at.saturating_add(1);
                push(&mut sentences, plain, start, end);
                (start, depth) = (end, 0);
            }
            _ => {}
        }
    }
    push(&mut sentences, plain, start, plain.len());
    sentences
}

fn push(sentences: &mut Vec<(usize, usize)>, plain: &[char], start: usize, end: usize) {
    let skipped = blanks(plain.get(start..end).unwrap_or_default());
    let start = start.saturating_add(skipped);
    let says = plain
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .any(|character| character.is_alphanumeric() || *character == '%');
    // (市科技局负责) is no sentence of its own.
    let sentence = plain.get(start..end).unwrap_or_default();
    let aside = sentence.first() == Some(&'(') && sentence.last() == Some(&')');
    if says && !aside {
        sentences.push((start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::coverage::section::written;

    #[test]
    fn sections_and_sentences() {
        let text = "\
某某市若干措施
2024年2月2日
（此件主动公开）
一、总则
（一）目的。为促进发展，制定本措施。
（二）奖励标准
1.对企业给予10万元奖励；对高校给予5万元奖励。
2．支持企业上市
二、附则
(三)支持科研。
本措施自2024年3月1日起施行，有效期3年。
附件：1.指标表
2.任务表
附件1
指标表
数量
12000
网站标识码:123";
        let document = read(text);
        let told: Vec<String> = document
            .sentences
            .iter()
            .map(|sentence| format!("{}|{}|{}", sentence.line, written(&sentence.section), sentence.text))
            .collect();
        assert_eq!(
            told,
            [
                "1||某某市若干措施",
                "2||2024年2月2日",
                "5|一(一)|为促进发展，制定本措施。",
                "7|一(二)1|对企业给予10万元奖励；",
                "7|一(二)1|对高校给予5万元奖励。",
                "8|一(二)2|支持企业上市",
                "10|二(三)|支持科研。",
                "11|附|本措施自2024年3月1日起施行，有效期3年。",
                "15|附件1 |指标表",
                "16|附件1 |数量",
                "17|附件1 |12000",
            ]
        );
    }
}
