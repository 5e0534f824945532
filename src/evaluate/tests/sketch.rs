//! Plans built by hand, with the nodes that lowering would make.

use crate::arena::{Arena, Id as _};
use crate::calendar::Date;
use crate::facts::{Inputs, Payment};
use crate::money::{Currency, Rational, Rounding};
use crate::plan::{
    Award, AwardId, AwardKind, Choice, Decided, Group, GroupId, GroupKind, Input, InputField, InputId,
    InputType, Known, ListPlan, ListPlanId, Node, NodeId, NodeType, Op, PaidScope, Plan, Rival,
};
use crate::program::{Dimension, Measure, Units, Validity};
use crate::source::{FileId, Span};
use crate::syntax::ast::{AggregateKind, Comparison};

/// A plan in the making.
pub struct Sketch {
    pub plan: Plan,
}

fn span() -> Span {
    Span::new(FileId::new(0), 0..0)
}

pub fn whole(number: i128) -> Rational {
    Rational::whole(number)
}

fn number_type() -> NodeType {
    NodeType::Number(Measure::plain(Dimension::Plain))
}

fn node(op: Op) -> Node {
    // The evaluator does not look at types: the operations say it all.
    Node { op, ty: number_type(), range: None, span: None }
}

pub fn choices(count: usize) -> Vec<Choice> {
    (0..count).map(|position| Choice { name: format!("v{position}"), label: None }).collect()
}

pub fn count() -> InputType {
    InputType::Number(Measure::plain(Dimension::Count(None)))
}

pub fn money() -> InputType {
    InputType::Number(Measure::plain(Dimension::Money(Currency::CNY)))
}

impl Sketch {
    pub fn new() -> Sketch {
        Sketch {
            plan: Plan {
                policy: "sketch".into(),
                title: String::new(),
                in_force: Validity::default(),
                in_force_by: None,
                currency: Currency::CNY,
                rounding: Rounding::half_up_to_fen(),
                units: Units::default(),
                stacking: None,
                inputs: Arena::new(),
                nodes: Arena::new(),
                lists: Arena::new(),
                tables: Arena::new(),
                awards: Arena::new(),
                groups: Arena::new(),
                targets: crate::plan::Targets::default(),
                scores: Vec::new(),
                funds: Vec::new(),
            },
        }
    }
    pub fn fact(&mut self, ty: InputType) -> InputId {
        let name = format!("f{}", self.plan.inputs.len());
        self.plan.inputs.push(Input {
            name,
            label: None,
            question: None,
            ty,
            optional: false,
            by_year: false,
            low: None,
            high: None,
            default: None,
            decides: None,
            of_year: None,
            span: span(),
        })
    }
    /// A fact and the node that reads it.
    pub fn read(&mut self, ty: InputType) -> NodeId {
        let input = self.fact(ty);
        self.add(Op::Input(input))
    }
    pub fn list(&mut self, fields: Vec<InputType>) -> (InputId, ListPlanId) {
        let input = self.fact(InputType::Bool);
        let list = self.plan.lists.push(ListPlan { input, nodes: Arena::new() });
        let fields = fields.into_iter().enumerate();
        let fields = fields.map(|(at, ty)| InputField {
            name: format!("c{at}"),
            label: None,
            ty,
            low: None,
            high: None,
            optional: false,
        });
        self.plan.inputs.at_mut(input).ty =
            InputType::List { item: "item".into(), fields: fields.collect(), plan: Some(list) };
        (input, list)
    }
    pub fn add(&mut self, op: Op) -> NodeId {
        self.plan.nodes.push(node(op))
    }
    pub fn item(&mut self, list: ListPlanId, op: Op) -> NodeId {
        self.plan.lists.at_mut(list).nodes.push(node(op))
    }
    pub fn number(&mut self, number: i128) -> NodeId {
        self.add(Op::Number(whole(number)))
    }
    pub fn truth(&mut self, truth: bool) -> NodeId {
        self.add(Op::Bool(truth))
    }
    pub fn compare(&mut self, left: NodeId, comparison: Comparison, right: i128) -> NodeId {
        let right = self.number(right);
        self.add(Op::Compare(comparison, left, right))
    }
    pub fn when(&mut self, condition: NodeId, then: NodeId, otherwise: i128) -> NodeId {
        let otherwise = self.number(otherwise);
        self.add(Op::Select { condition, then, otherwise })
    }
    pub fn times(&mut self, left: NodeId, right: Rational) -> NodeId {
        let right = self.add(Op::Number(right));
        self.add(Op::Multiply(left, right))
    }
    pub fn plus(&mut self, left: NodeId, right: NodeId) -> NodeId {
        self.add(Op::Add(vec![(false, left), (false, right)]))
    }
    pub fn reduce(
        &mut self,
        list: ListPlanId,
        kind: AggregateKind,
        value: Option<NodeId>,
        condition: Option<NodeId>,
    ) -> NodeId {
        self.add(Op::Reduce { list, kind, value, condition })
    }

    /// An award without history that pays `amount` where `eligible` holds.
    pub fn award(&mut self, eligible: NodeId, amount: NodeId) -> AwardId {
        self.award_with(eligible, amount, |_, gross| (gross, None))
    }
    /// An award; `after_history` makes the net amount of the gross one, and says whether it is used up.
    pub fn award_with(
        &mut self,
        eligible: NodeId,
        amount: NodeId,
        after_history: impl FnOnce(&mut Sketch, NodeId) -> (NodeId, Option<NodeId>),
    ) -> AwardId {
        let in_force = self.truth(true);
        let gross = self.rounded_if(eligible, amount);
        let (net, used_up) = after_history(self, gross);
        self.finish(AwardKind::Award, in_force, eligible, gross, net, used_up, None)
    }
    fn rounded_if(&mut self, eligible: NodeId, amount: NodeId) -> NodeId {
        let rounded = self.add(Op::Round(Rounding::half_up_to_fen(), amount));
        self.when(eligible, rounded, 0)
    }
    #[allow(clippy::too_many_arguments, reason = "the parts of an award")]
    pub fn finish(
        &mut self,
        kind: AwardKind,
        in_force: NodeId,
        eligible: NodeId,
        gross: NodeId,
        net: NodeId,
        used_up: Option<NodeId>,
        decided: Option<Decided>,
    ) -> AwardId {
        let mut all = vec![in_force, eligible];
        if kind != AwardKind::Support {
            let positive = if let Some(decided) = decided { decided.high } else { net };
            all.push(self.compare(positive, Comparison::More, 0));
        }
        if let Some(used_up) = used_up {
            all.push(self.add(Op::Not(used_up)));
        }
        let payable = self.add(Op::And(all));
        let amount = self.when(payable, net, 0);
        self.plan.awards.push(Award {
            id: format!("a{}", self.plan.awards.len()),
            title: String::new(),
            cites: Vec::new(),
            kind,
            units: Units::default(),
            readings: Vec::new(),
            notes: Vec::new(),
            parts: Vec::new(),
            ranking: None,
            span: span(),
            bounds: Vec::new(),
            counts: Vec::new(),
            in_force,
            matter: None,
            foreign: None,
            stacked: None,
            before_limits: None,
            other_kinds: Vec::new(),
            conditions: vec![eligible],
            eligible,
            items: None,
            steps: Vec::new(),
            lines: Vec::new(),
            gross,
            net,
            used_up,
            decided,
            payable,
            rivals: Vec::new(),
            common: Vec::new(),
            amount,
            payout: crate::plan::Payout::default(),
        })
    }
    /// An award that an official decides, between two amounts.
    pub fn decided(&mut self, eligible: NodeId, low: NodeId, high: NodeId) -> (AwardId, InputId) {
        let in_force = self.truth(true);
        let decision = self.fact(money());
        let made = self.add(Op::Input(decision));
        let net = self.when(eligible, made, 0);
        let decided = Decided { decision, low, high, gross_high: high };
        let award = self.finish(AwardKind::Award, in_force, eligible, net, net, None, Some(decided));
        self.plan.inputs.at_mut(decision).decides = Some(award);
        (award, decision)
    }
    pub fn support(&mut self, eligible: NodeId) -> AwardId {
        let in_force = self.truth(true);
        let zero = self.number(0);
        self.finish(AwardKind::Support, in_force, eligible, zero, zero, None, None)
    }
    fn group(&mut self, kind: GroupKind, members: Vec<AwardId>) -> GroupId {
        self.plan.groups.push(Group {
            id: format!("g{}", self.plan.groups.len()),
            title: String::new(),
            cites: Vec::new(),
            kind,
            members,
            readings: Vec::new(),
            span: span(),
        })
    }
    /// The highest of some awards is paid, of equal ones the first.
    pub fn highest(&mut self, members: &[AwardId]) -> GroupId {
        let group = self.group(GroupKind::Highest { most: 1, next: None }, members.to_vec());
        for (own, &award) in members.iter().enumerate() {
            let (payable, net) = (self.plan.awards.at(award).payable, self.plan.awards.at(award).net);
            let mut beaten = Vec::new();
            for (at, &other) in members.iter().enumerate().filter(|(at, _)| *at != own) {
                let (also, theirs) = (self.plan.awards.at(other).payable, self.plan.awards.at(other).net);
                let comparison = if at < own { Comparison::AtLeast } else { Comparison::More };
                let higher = self.add(Op::Compare(comparison, theirs, net));
                let when = self.add(Op::And(vec![also, higher]));
                beaten.push(when);
                self.plan.awards.at_mut(award).rivals.push(Rival { award: Some(other), group, when });
            }
            let any = self.add(Op::Or(beaten));
            let free = self.add(Op::Not(any));
            let paid = self.add(Op::And(vec![payable, free]));
            let amount = self.when(paid, net, 0);
            self.plan.awards.at_mut(award).amount = amount;
        }
        group
    }
    /// Awards share a limit; the cut is taken from the last upward.
    pub fn together(&mut self, members: &[AwardId], limit: i128) -> GroupId {
        let mut left = self.number(limit);
        let all = members.iter().map(|award| (false, self.plan.awards.at(*award).amount)).collect();
        let all = self.add(Op::Add(all));
        let sum = Some(self.add(Op::Min(vec![all, left])));
        let group = self.group(GroupKind::Together { left, sum }, members.to_vec());
        for &award in members {
            let (payable, amount) = (self.plan.awards.at(award).payable, self.plan.awards.at(award).amount);
            let cut = self.add(Op::Min(vec![amount, left]));
            left = self.add(Op::Add(vec![(false, left), (true, cut)]));
            let nothing = self.compare(cut, Comparison::AtMost, 0);
            let when = self.add(Op::And(vec![payable, nothing]));
            self.plan.awards.at_mut(award).rivals.push(Rival { award: None, group, when });
            self.plan.awards.at_mut(award).amount = cut;
        }
        group
    }
    pub fn paid(&mut self, award: usize, scope: PaidScope) -> NodeId {
        self.add(Op::Paid(AwardId::new(award), scope))
    }

    /// Facts of which nothing is known, at a date.
    pub fn unknown(&self) -> Inputs {
        let date = Date::parse("2019-06-30");
        Inputs {
            applicant: None,
            as_of: date,
            year: date.map(Date::year),
            values: self.plan.inputs.iter().map(|_| Known::Unknown).collect(),
            defaulted: Vec::new(),
            history: None,
        }
    }
    pub fn given(&self, known: &[(InputId, Known)]) -> Inputs {
        let mut inputs = self.unknown();
        for (input, value) in known {
            *inputs.values.at_mut(*input) = value.clone();
        }
        inputs
    }
}

pub fn payment(award: usize, year: Option<i32>, amount: i128) -> Payment {
    Payment { award: AwardId::new(award), year, date: None, item: None, step: None, amount: whole(amount) }
}
