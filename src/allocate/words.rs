//! Why somebody got what they got, in words.

use crate::diagnostic::Lang;
use crate::evaluate::{Missing, Outcome};
use crate::explain::phrase;
use crate::money::{Rational, grouped};
use crate::plan::Plan;
use crate::report::missing_name;

use super::ledger::amount;
use super::{Allocation, Decided, Entry, Reason};

/// So many applicants are named in one sentence.
const NAMED: usize = 5;

/// What the words are about.
pub(super) struct Words<'a> {
    pub plan: &'a Plan,
    pub allocation: &'a Allocation,
    pub lang: Lang,
}

impl Words<'_> {
    fn say(&self, zh: String, en: String) -> String {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn name(&self, applicant: usize) -> &str {
        self.allocation.applicants.get(applicant).map_or("?", String::as_str)
    }

    fn names(&self, applicants: &[usize], but: usize) -> String {
        let others: Vec<&str> = applicants.iter().filter(|&&at| at != but).map(|&at| self.name(at)).collect();
        let more = others.len() > NAMED;
        let named: Vec<&str> = others.into_iter().take(NAMED).collect();
        match self.lang {
            Lang::Zh => format!("{}{}", named.join("、"), if more { "等" } else { "" }),
            Lang::En => format!("{}{}", named.join(", "), if more { " and others" } else { "" }),
        }
    }

    fn fund(&self, fund: usize) -> &str {
        self.plan.funds.get(fund).map_or("?", |fund| fund.title.as_str())
    }

    fn money(&self, money: Rational) -> String {
        grouped(&amount(self.plan, money))
    }

    /// Why, from the comparison with the others to the last fund; of what one fund pays, what other funds are short of
    /// is left out.
    pub(super) fn reasons(&self, entry: &Entry, part: Option<usize>) -> String {
        if entry.reasons.is_empty() {
            return self.own(&entry.decided);
        }
        let concerns = |reason: &&Reason| {
            if let Reason::Cut { fund } | Reason::Empty { fund } | Reason::LineEnds { fund: Some(fund), .. } =
                reason
            {
                part.is_none_or(|part| part == *fund)
                    || self.plan.funds.get(*fund).is_some_and(|fund| fund.programme)
            } else {
                true
            }
        };
        let told = entry.reasons.iter().filter(concerns);
        let mut all: Vec<String> = told.map(|reason| self.reason(entry, reason)).collect();
        // Chosen, but what the applicant is owed is another matter.
        all.extend(Some(self.own(&entry.decided)).filter(|own| !own.is_empty()));
        all.join(match self.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    }

    fn reason(&self, entry: &Entry, reason: &Reason) -> String {
        let rank = |zh: &str, en: &str| match entry.rank {
            Some(rank) => self.say(format!("排名第 {rank}，{zh}"), format!("ranked {rank}: {en}")),
            None => self.say(zh.to_owned(), en.to_owned()),
        };
        match reason {
            Reason::Chosen { places } => {
                let places = places.to_shortest();
                rank(&format!("名额 {places} 个，入选"), &format!("selected, of {places} places"))
            }
            Reason::Placed(place) => self.say(format!("第 {place} 名"), format!("place {place}")),
            Reason::Shared { from, places, among } => self.say(
                format!("并列第 {from} 名，{places} 个名次的奖额由 {among} 人平分"),
                format!("tied at place {from}: the prizes of {places} places are divided among {among}"),
            ),
            Reason::NotChosen { places, last, among } => {
                let places = places.to_shortest();
                let last = last.map(|last| self.name(last));
                let (zh, en) = match last {
                    Some(last) => (format!("，最后一名是{last}"), format!("; the last was given to {last}")),
                    None => (String::new(), String::new()),
                };
                let kind = among.map(|among| phrase(self.plan, among, self.lang));
                let (kind_zh, kind_en) = kind.map_or_else(Default::default, |kind| {
                    (format!("(限 {kind})"), format!(" (where {kind})"))
                });
                rank(
                    &format!("名额 {places} 个{kind_zh}已满{zh}"),
                    &format!("all {places} places{kind_en} are taken{en}"),
                )
            }
            Reason::LineEnds { fund, left, from } => {
                let (zh, en) = match fund {
                    None => {
                        let left = left.to_shortest();
                        (format!("名额余 {left} 个"), format!("{left} places are left"))
                    }
                    Some(fund) => {
                        let (fund, left) = (self.fund(*fund), self.money(*left));
                        (format!("“{fund}”余 {left}"), format!("{left} is left of \"{fund}\""))
                    }
                };
                if *from == entry.applicant {
                    return rank(&format!("{zh}，不够给，按规则末位不给"), &format!("{en}, not enough for the last one, who by the rules gets nothing"));
                }
                let from = self.name(*from);
                rank(
                    &format!("{zh}，不够给排在前面的{from}，按规则到此为止"),
                    &format!("{en}, not enough for {from}, and by the rules nobody after gets any"),
                )
            }
            Reason::Earlier(earlier) => self.say(
                format!("取决于以前得过的{earlier}占不占这一类的名额：这次的申请表里没有他，看不出来"),
                format!("hangs on whether the earlier grant to {earlier} counts in a quota of one kind: nothing is known of them now"),
            ),
            Reason::NoPrize { last } => {
                rank(&format!("奖项到第 {last} 名为止"), &format!("prizes end with place {last}"))
            }
            Reason::Tied(with) => {
                let with = self.names(with, entry.applicant);
                rank(
                    &format!("与{with}并列，正好在分界处，规则没有写明并列时怎么办"),
                    &format!(
                        "tied with {with} where places or money end, and the rules do not say what becomes of ties"
                    ),
                )
            }
            Reason::Others(because) => {
                let because = self.names(because, entry.applicant);
                if because.is_empty() {
                    return self.say(
                        "取决于本申请人自己尚缺的资料或未定的结果".to_owned(),
                        "hangs on what is missing or open of this applicant itself".to_owned(),
                    );
                }
                self.say(
                    format!("取决于{because}尚缺的资料或未定的并列"),
                    format!("hangs on what is missing or tied of {because}"),
                )
            }
            Reason::NoKey(keys) => {
                let keys: Vec<String> =
                    keys.iter().map(|key| phrase(self.plan, *key, self.lang)).collect();
                self.say(
                    format!("排序依据尚缺：{}，名次不能定", keys.join("、")),
                    format!("what ranks this applicant is missing: {}", keys.join(", ")),
                )
            }
            Reason::Missing(missing) => self.missing(missing),
            Reason::LastUnsaid => rank(
                "余下的不够给，规则没有写明末位怎么办",
                "not enough is left, and the rules do not say what becomes of the last one",
            ),
            Reason::FewerPlaces { wanted, left } => {
                let (wanted, left) = (wanted.to_shortest(), left.to_shortest());
                rank(
                    &format!("申请 {wanted} 个名额，只余 {left} 个"),
                    &format!("{wanted} places wanted, {left} left"),
                )
            }
            Reason::TooMany { selected, places } => {
                let (selected, places) = (selected.to_shortest(), places.to_shortest());
                self.say(
                    format!("入选合计 {selected}，超过名额 {places}，规则没有写明谁在先"),
                    format!("{selected} are selected for {places} places, and the rules do not say who comes first"),
                )
            }
            Reason::Cut { fund } => {
                let fund = self.fund(*fund);
                self.say(
                    format!("“{fund}”不足，按规则核减"),
                    format!("cut: \"{fund}\" does not suffice for all"),
                )
            }
            Reason::Empty { fund } => {
                let fund = self.fund(*fund);
                self.say(format!("“{fund}”已用完"), format!("\"{fund}\" is used up"))
            }
            Reason::ShortUnsaid { fund } => {
                let fund = self.fund(*fund);
                self.say(
                    format!("申请超过“{fund}”，规则没有写明不足时怎么办"),
                    format!("claims exceed \"{fund}\", and the rules do not say what becomes of them"),
                )
            }
            Reason::FundOpen { fund, because } => {
                let (fund, because) = (self.fund(*fund), self.names(because, entry.applicant));
                let because = if because.is_empty() { self.name(entry.applicant).to_owned() } else { because };
                self.say(
                    format!("“{fund}”可能不足；{because}的数额未定，份额不能定"),
                    format!("\"{fund}\" may not suffice; shares hang on the amounts of {because}"),
                )
            }
            Reason::Before => {
                let before =
                    if let Decided::Already(before) = entry.decided { before } else { Rational::ZERO };
                if !before.is_positive() {
                    return self.say(
                        "本轮以前已经决定，没有给".to_owned(),
                        "decided before in this round: nothing".to_owned(),
                    );
                }
                let before = self.money(before);
                self.say(
                    format!("本轮以前已给 {before}，不再重复"),
                    format!("{before} granted before in this round; nothing is added"),
                )
            }
        }
    }

    fn missing(&self, missing: &[Missing]) -> String {
        let names: Vec<String> =
            missing.iter().map(|missing| missing_name(self.plan, None, missing)).collect();
        self.say(format!("还缺：{}", names.join("、")), format!("missing: {}", names.join(", ")))
    }

    /// What the applicant's own evaluation came to.
    fn own(&self, decided: &Decided) -> String {
        let Decided::Own(outcome) = decided else { return String::new() };
        match outcome {
            Outcome::Undetermined { missing, .. } => self.missing(missing),
            Outcome::UpTo(_) => {
                self.say("待主管部门核定".to_owned(), "an official decides the amount".to_owned())
            }
            Outcome::Displaced { by, .. } => match by.and_then(|by| self.plan.awards.get(by)) {
                Some(by) => {
                    self.say(format!("由“{}”替代", by.title), format!("displaced by \"{}\"", by.title))
                }
                None => self.say("共同限额已满".to_owned(), "a common limit leaves nothing".to_owned()),
            },
            Outcome::Exhausted => {
                self.say("以前已经付满".to_owned(), "used up by what was paid before".to_owned())
            }
            Outcome::NotEligible => self.say("不符合条件".to_owned(), "not eligible".to_owned()),
            Outcome::NotInForce => self.say("不在有效期内".to_owned(), "not in force".to_owned()),
            Outcome::Awarded(_) | Outcome::Entitled => String::new(),
        }
    }
}
