//! What only all applicants together decide, as it is told to one of them: who is ranked by what, and what has come of it.

use crate::arena::Arena;
use crate::diagnostic::Lang;
use crate::evaluate::{Missing, Outcome};
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{Award, AwardId, Known, NodeId, NodeType, Plan, Shortage};
use crate::program::{Dimension, Measure, TieRule};
use crate::syntax::ast::Scope;

use super::phrase::phrase;
use super::reader::{Level, Reader};
use super::words;

/// `quota: 10 per year, ranked highest by score`
pub(super) fn quota(
    reader: &Reader<'_>,
    number: Rational,
    scope: Option<Scope>,
    condition: Option<NodeId>,
) -> String {
    let number = number.to_shortest();
    let scope = scope.map_or(String::new(), |scope| words::scope(scope, reader.lang));
    let condition = condition.map(|node| phrase(reader, Level::Applicant, node));
    match (reader.lang, condition) {
        (Lang::Zh, None) => format!("名额：{scope} {number}"),
        (Lang::Zh, Some(condition)) => format!("名额：{scope} {number} (限 {condition})"),
        (Lang::En, None) => format!("quota: {number} {scope}").trim_end().to_owned(),
        (Lang::En, Some(condition)) => format!("quota: {number} {scope} (where {condition})"),
    }
}

/// Who comes first; `None` where the rules do not rank.
pub(super) fn ranking(reader: &Reader<'_>, award: &Award) -> Option<String> {
    let ranking = award.ranking.as_ref()?;
    let key = |key: &crate::plan::Key| {
        let of = phrase(reader, Level::Applicant, key.node);
        let is_date = reader.plan.nodes.get(key.node).is_some_and(|node| node.ty == NodeType::Date);
        match (reader.lang, key.descending, is_date) {
            (Lang::Zh, true, false) => format!("{of}从高到低"),
            (Lang::Zh, false, false) => format!("{of}从低到高"),
            (Lang::Zh, true, true) => format!("{of}从晚到早"),
            (Lang::Zh, false, true) => format!("{of}从早到晚"),
            (Lang::En, true, false) => format!("highest {of}"),
            (Lang::En, false, false) => format!("lowest {of}"),
            (Lang::En, true, true) => format!("latest {of}"),
            (Lang::En, false, true) => format!("earliest {of}"),
        }
    };
    let keys: Vec<String> = ranking.keys.iter().map(key).collect();
    let ties = match (reader.lang, ranking.ties) {
        (_, TieRule::Unstated) => "",
        (Lang::Zh, TieRule::Admitted) => "；并列全部入选",
        (Lang::Zh, TieRule::Refused) => "；并列均不入选",
        (Lang::Zh, TieRule::Share) => "；并列平分",
        (Lang::En, TieRule::Admitted) => "; all who tie are admitted",
        (Lang::En, TieRule::Refused) => "; none of those who tie is admitted",
        (Lang::En, TieRule::Share) => "; those who tie share",
    };
    Some(match reader.lang {
        Lang::Zh => format!("排名：{}{ties}", keys.join("，再按")),
        Lang::En => format!("ranked by: {}{ties}", keys.join(", then ")),
    })
}

/// That amounts are what one is entitled to before funds, where a fund that pays for what may be paid here holds only so
/// much for all.
pub(super) fn before_funds(plan: &Plan, outcomes: &Arena<AwardId, Outcome>, lang: Lang) -> Option<String> {
    let may_be_paid = |id: AwardId| match outcomes.get(id) {
        Some(Outcome::Awarded(_) | Outcome::UpTo(_) | Outcome::Undetermined { .. }) => true,
        Some(
            Outcome::NotEligible
            | Outcome::Displaced { .. }
            | Outcome::Exhausted
            | Outcome::Entitled
            | Outcome::NotInForce,
        )
        | None => false,
    };
    let short = plan.funds.iter().filter(|fund| fund.budget.is_some());
    let short = short.filter(|fund| fund.pays.iter().any(|(award, _)| may_be_paid(*award)));
    let titles: Vec<&str> = short.map(|fund| fund.title.as_str()).collect();
    (!titles.is_empty()).then(|| match lang {
        Lang::Zh => format!(
            "金额是资金分配之前应得的：{}够不够付给全部申报人，由 ipcalc allocate 定",
            titles.iter().map(|title| format!("“{title}”")).collect::<String>()
        ),
        Lang::En => format!(
            "amounts are before funds: whether {} suffices for all applicants is decided by ipcalc allocate",
            titles.iter().map(|title| format!("\"{title}\"")).collect::<Vec<_>>().join(", ")
        ),
    })
}

/// What there is to pay an award from, and what becomes of it where that does not suffice for all.
pub(super) fn paid_from(reader: &Reader<'_>, id: AwardId) -> Vec<String> {
    let (plan, lang) = (reader.plan, reader.lang);
    let mut lines = Vec::new();
    for fund in &plan.funds {
        let share = fund.pays.iter().find(|(award, _)| *award == id).map(|(_, share)| *share);
        let (Some(share), Some(budget)) = (share, fund.budget) else { continue };
        let budget = words::amount(budget, plan.rounding.decimals());
        let scope = fund.scope.map_or_else(String::new, |scope| words::scope(scope, lang));
        let (short_zh, short_en) = match &fund.shortage {
            Shortage::ProRata(_) => {
                ("申请超过它时各按比例核减", "beyond it all claims are cut by the same share")
            }
            Shortage::InOrder { .. } => {
                ("申请超过它时按顺序给", "beyond it one claim after the other is paid")
            }
            Shortage::Unstated => {
                ("申请超过它时怎么办，规则没有写明", "what becomes of claims beyond it is not said")
            }
        };
        let share = if share == Rational::ONE {
            String::new()
        } else {
            let ratio = Measure::plain(Dimension::Ratio);
            format!(" {}", words::number(share, &ratio, 0, lang))
        };
        let title = &fund.title;
        lines.push(match (lang, fund.programme) {
            (Lang::Zh, false) => format!("列支{share}：“{title}”，{scope}有 {budget}；{short_zh}"),
            (Lang::Zh, true) => format!("合计上限：“{title}”，{scope} {budget}；{short_zh}"),
            (Lang::En, false) => {
                let scope = if scope.is_empty() { String::new() } else { format!(" {scope}") };
                let of = if share.is_empty() { String::new() } else { format!("{share} of it ") };
                format!("paid {of}from \"{title}\": {budget}{scope}; {short_en}").replace("paid  ", "paid ")
            }
            (Lang::En, true) => {
                let scope = if scope.is_empty() { String::new() } else { format!(" {scope}") };
                format!("limit for all together \"{title}\": {budget}{scope}; {short_en}")
            }
        });
    }
    lines
}

/// That the others decide, where what is missing is the comparison with them.
pub(super) fn open(reader: &Reader<'_>, award: &Award, missing: &[Missing]) -> Option<&'static str> {
    let chosen = award.ranking.as_ref()?.chosen;
    missing.contains(&Missing::Input(chosen)).then_some(match reader.lang {
        Lang::Zh => "要与全部申报人比较才能定：ipcalc allocate",
        Lang::En => "decided among all applicants: ipcalc allocate",
    })
}

/// That others were chosen; `None` where this one was, or it is not known.
pub(super) fn lost(reader: &Reader<'_>, inputs: &Inputs, award: &Award) -> Option<String> {
    let ranking = award.ranking.as_ref()?;
    match inputs.values.get(ranking.chosen)? {
        Known::Bool(false) => Some(
            match reader.lang {
                Lang::Zh => "在全部申报人中排名，未入选",
                Lang::En => "not selected: others rank before",
            }
            .to_owned(),
        ),
        Known::Number(place) if *place > Rational::whole(i128::from(ranking.last_place())) => {
            let (place, last) = (place.to_shortest(), ranking.last_place());
            Some(match reader.lang {
                Lang::Zh => format!("名次第 {place}，奖项到第 {last} 名为止"),
                Lang::En => format!("place {place}; prizes end with place {last}"),
            })
        }
        Known::Unknown
        | Known::Absent
        | Known::Bool(true)
        | Known::Number(_)
        | Known::Enum(_)
        | Known::Set(_)
        | Known::Date(_)
        | Known::Text(_)
        | Known::List(_) => None,
    }
}
