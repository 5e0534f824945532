//! The typed rules as written, in JSON: items with ids, sections, conditions and amounts as trees.

use crate::plan::Plan;
use crate::program::{
    Award, AwardId, Fund, Group, GroupRule, Handover, Otherwise, Program, ReplacedPolicy, Score, Shortage,
    Table, Target, Type, Units,
};
use crate::report::asked::facts_list;
use crate::syntax::ast::RuleKind;

use super::expr::{expr, optional, order, type_word};
use super::json::{Json, Object, day, exact, list, texts};
use super::line::{amount, cites, division, part, ranking, shared};
use super::plan::key_value;
use super::target::base_year;
use super::{VERSION, word};

/// The rules of a policy as JSON, with `ipcalc-program` in its first key. The plan lends the facts their names.
pub fn program(program: &Program, plan: &Plan) -> Object {
    let policy = &program.policy;
    let header = Object::new()
        .always("id", &policy.id)
        .always("title", &policy.title)
        .with("issuer", policy.issuer.as_ref())
        .with("document", policy.document.as_ref())
        .always("currency", policy.currency.code())
        .always("rounding", word::rounding(policy.rounding))
        .always("in_force", word::validity(policy.in_force))
        .with("in_force_by", optional(program, policy.in_force_by.as_ref()))
        .with("in_force_cites", cites(&policy.in_force_cites))
        .always("units", word::units(&policy.units))
        .with("stacking", policy.stacking.as_ref().map(|stacking| word::stacking(stacking.kind)))
        .with("stacking_cites", policy.stacking.as_ref().map(|stacking| cites(&stacking.cites)))
        .with("replaces", list(&policy.replaces, |of| replaced(of).into()))
        .with("notes", texts(&policy.notes));
    let facts = list(facts_list(plan), |fact| {
        Object::new()
            .always("name", &fact.name)
            .with("label", fact.label.as_ref())
            .always("type", fact.ty)
            .with("unit", fact.unit.as_ref())
            .with("optional", fact.optional.then_some(true))
            .with("by_year", fact.by_year.then_some(true))
            .into()
    });
    let lets = list(&program.lets, |of| {
        Object::new()
            .always("name", &of.name)
            .with("label", of.label.as_ref())
            .always("value", expr(program, &of.value))
            .into()
    });
    let not_encoded = list(&program.not_encoded, |of| {
        Object::new().always("cites", cites(&of.cites)).always("because", &of.because).into()
    });
    Object::new()
        .always("format", "ipcalc-program")
        .always("version", Json::Number(VERSION))
        .always("policy", header)
        .always("facts", facts)
        .always("tables", list(&program.tables, |of| table(program, of).into()))
        .always("lets", lets)
        .always("awards", list(&program.awards, |of| award(program, of).into()))
        .with("handovers", list(program.handovers.iter(), |of| handover(program, of).into()))
        .always("groups", list(&program.groups, |of| group(program, of).into()))
        .always("targets", list(&program.targets, |of| target(program, of).into()))
        .always("scores", list(&program.scores, |of| score(program, of).into()))
        .always("funds", list(&program.funds, |of| fund(program, of).into()))
        .always("not_encoded", not_encoded)
}

fn replaced(of: &ReplacedPolicy) -> Object {
    Object::new().always("policy", &of.policy).always("from", day(of.from)).with("by", of.by.as_ref())
}

/// One version of a clause that takes over from another.
fn handover(program: &Program, of: &Handover) -> Object {
    let id = |award: AwardId| program.awards.get(award).map(|award| award.id.clone());
    let keep = of.keep.as_ref().map(|keep| {
        let until = keep.until.as_ref();
        Object::new()
            .always("condition", expr(program, &keep.condition))
            .with("until", until.map(|(date, _)| day(*date)))
            .with("by", optional(program, until.and_then(|(_, by)| by.as_ref())))
    });
    Object::new()
        .always("older", id(of.older))
        .always("newer", id(of.newer))
        .always("from", day(of.from))
        .with("by", optional(program, of.by.as_ref()))
        .with("together", of.together.then_some(true))
        .with("keep", keep)
}

fn units(of: Option<&Units>) -> Json {
    of.map(word::units).into()
}

fn table(program: &Program, of: &Table) -> Object {
    let keys = list(&of.keys, |key| {
        let ranges = list(&key.ranges, |range| {
            let low = range.low.map(|(low, included)| {
                Object::new().always("number", exact(low)).always("included", included)
            });
            Object::new().with("from", low).always("words", &range.words).into()
        });
        Object::new()
            .always("title", &key.title)
            .always("type", type_word(program, &key.ty))
            .with("ranges", ranges)
            .into()
    });
    let named = |ty: &Type, key: &crate::program::KeyValue| match (ty, key) {
        (Type::Enum(of), crate::program::KeyValue::Enum(at)) => {
            program.enums.get(*of).and_then(|of| of.values.get(*at)).map(|value| value.name.clone()).into()
        }
        _ => key_value(key),
    };
    let rows = list(&of.rows, |row| {
        let keys = of.keys.iter().zip(&row.keys);
        Object::new()
            .always("keys", list(keys, |(key, value)| named(&key.ty, value)))
            .always("value", exact(row.value))
            .into()
    });
    let otherwise = match of.otherwise {
        Otherwise::Refused => "refused".into(),
        Otherwise::NotEligible => "not_eligible".into(),
        Otherwise::Value(value) => exact(value),
    };
    Object::new()
        .always("name", &of.name)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .always("type", type_word(program, &of.ty))
        .always("keys", keys)
        .always("rows", rows)
        .always("otherwise", otherwise)
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn award(program: &Program, of: &Award) -> Object {
    let kind = match of.kind {
        RuleKind::Ladder => "ladder",
        RuleKind::Support => "support",
        RuleKind::Award | RuleKind::Group | RuleKind::Target | RuleKind::Fund | RuleKind::Score => "award",
    };
    let applicant = program.applicant.and_then(|fact| program.facts.get(fact));
    let members = applicant.and_then(|fact| match fact.ty {
        Type::Enum(of) => program.enums.get(of),
        Type::Number(_) | Type::Bool | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => None,
    });
    let kinds = of.kinds.as_ref().map(|kinds| {
        let member =
            |&at: &usize| members.and_then(|of| of.values.get(at)).map(|member| member.name.as_str());
        texts(kinds.iter().filter_map(member))
    });
    let each = of.each.as_ref().map(|each| {
        let first = each.first.as_ref().map(|first| {
            Object::new()
                .always("number", exact(first.number))
                .with("per", optional(program, first.per.as_ref()))
                .with("order", order(program, &first.order))
        });
        Object::new()
            .always("list", program.facts.get(each.fact).map(|fact| fact.name.clone()))
            .with("condition", optional(program, each.condition.as_ref()))
            .with("first", first)
    });
    Object::new()
        .always("id", &of.id)
        .always("kind", kind)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .with("matter", of.matter.as_ref())
        .with("for", kinds)
        .with("for_others", texts(&of.other_kinds))
        .always("conditions", list(&of.conditions, |condition| expr(program, condition)))
        .with("each", each)
        .always("amount", amount(program, of))
        .with("once", of.once.map(|_| true))
        .with("in_force", of.in_force.map(word::validity))
        .with("in_force_by", optional(program, of.in_force_by.as_ref()))
        .with("parts", list(&of.parts, |of| part(program, of).into()))
        .with("ranking", ranking(program, of))
        .with("split", list(&of.payout.split, |of| division(program, of).into()))
        .with("schedule", list(&of.payout.schedule, |of| division(program, of).into()))
        .with("units", units(of.units.as_ref()))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn group(program: &Program, of: &Group) -> Object {
    let members = of.members.iter().filter_map(|&(member, _)| program.awards.get(member));
    let made = Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .always("members", texts(members.map(|award| &award.id)));
    let made = match &of.kind {
        GroupRule::Highest { most, next } => made
            .always("kind", "highest")
            .always("most", Json::Number(i64::from(*most)))
            .with("next", next.map(exact)),
        GroupRule::First { most } => {
            made.always("kind", "first").always("most", Json::Number(i64::from(*most)))
        }
        GroupRule::Choice => made.always("kind", "choice"),
        GroupRule::Together { limit, scope, shared: of } => {
            let limited = made
                .always("kind", "together")
                .always("limit", expr(program, limit))
                .with("scope", word::scope(*scope));
            shared(program, limited, of.as_deref())
        }
    };
    made.with("units", units(of.units.as_ref()))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn target(program: &Program, of: &Target) -> Object {
    let goals = list(&of.goals, |goal| {
        Object::new()
            .with("fact", goal.fact.and_then(|fact| program.facts.get(fact)).map(|fact| fact.name.clone()))
            .with("growth", goal.growth.then_some(true))
            .always("comparison", goal.comparison.ascii_sign())
            .always("value", exact(goal.value))
            .with("unit", goal.unit.as_ref())
            .with("when", goal.when.as_ref().map(word::when))
            .with("cites", cites(&goal.cites))
            .into()
    });
    let base = of
        .base
        .map(|base| Object::new().with("value", base.value.map(exact)).with("year", base_year(base.year)));
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .with("number", of.number.map(|(number, _)| Json::Number(i64::from(number))))
        .always("goals", goals)
        .with("one_suffices", of.any.then_some(true))
        .with("base", base)
        .with("nature", of.nature.map(word::nature))
        .with("units", units(of.units.as_ref()))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn score(program: &Program, of: &Score) -> Object {
    let indicators = list(&of.indicators, |indicator| {
        Object::new()
            .with("name", indicator.name.as_ref())
            .always("points", expr(program, &indicator.points))
            .with("limit", indicator.limit.map(exact))
            .with("weight", indicator.weight.map(exact))
            .with("cites", cites(&indicator.cites))
            .into()
    });
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .always("indicators", indicators)
        .with("limit", of.limit.map(exact))
        .with("pass", of.pass.map(word::pass))
        .with("units", units(of.units.as_ref()))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn fund(program: &Program, of: &Fund) -> Object {
    let size = of.size.map(|(low, high)| Object::new().always("low", exact(low)).always("high", exact(high)));
    let shares = list(&of.shares, |share| {
        Object::new()
            .always("share", exact(share.share))
            .always("payer", &share.payer)
            .with("cites", cites(&share.cites))
            .into()
    });
    let matches = list(&of.matches, |of| {
        Object::new()
            .always("own", exact(of.own))
            .always("other", exact(of.other))
            .always("with", &of.with)
            .with("cites", cites(&of.cites))
            .into()
    });
    let budget = of.budget.as_ref().map(|budget| {
        let made = Object::new()
            .always("amount", exact(budget.amount))
            .with("scope", word::scope(budget.scope))
            .with("programme", budget.programme.then_some(true));
        match &budget.shortage {
            Shortage::Unstated => made,
            Shortage::ProRata(remainder) => {
                made.always("shortage", "pro_rata").with("remainder", remainder.map(word::remainder))
            }
            Shortage::InOrder { keys, last } => made
                .always("shortage", "in_order")
                .always("keys", order(program, keys))
                .with("last", word::last_one(*last)),
        }
    });
    let pays = of.pays_for.iter().filter_map(|paid| Some((program.awards.get(paid.award)?, paid.share)));
    let pays = list(pays, |(award, share)| {
        Object::new().always("award", &award.id).always("share", exact(share)).into()
    });
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", cites(&of.cites))
        .with("size", size)
        .with("sources", texts(&of.sources))
        .with("shares", shares)
        .with("matches", matches)
        .with("leverage", of.leverage.map(exact))
        .with("budget", budget)
        .with("pays_for", pays)
        .with("units", units(of.units.as_ref()))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}
