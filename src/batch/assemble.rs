//! Assembling: a scaled program becomes lines over registers, each in the narrowest class that its bounds allow.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::AwardId;
use crate::scaled::{Bounds, ListId, Op, Program, Step, StepId, Type};

use super::code::{At, Class, Code, Level, Line, Load, Operand, Place, Relation, What};
use super::table::Table;
use super::{needed, tidy};

/// Which column of results an amount goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AmountOf {
    Low(AwardId),
    High(AwardId),
    TotalLow,
    TotalHigh,
}

/// Where the code leaves what is wanted.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Wanted {
    /// By the number of [`Place::Amount`].
    pub amounts: Vec<AmountOf>,
    /// By the number of [`Place::Outcome`].
    pub outcomes: Vec<AwardId>,
    /// Outcomes of awards that may be open: a row is where one of them is `up_to`.
    pub open: Vec<At>,
    /// Amounts that are not proved to fit 64 bits, and are looked at in each row.
    pub large: Vec<AmountOf>,
}

/// Why a program has no code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoCode {
    /// The steps do not fit together.
    Malformed,
}

type Made<T> = Result<T, NoCode>;

/// Where a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Here {
    Applicant,
    Item(ListId),
}

/// A level under construction. Registers have numbers of their own until they are given out.
#[derive(Default)]
pub(super) struct Building {
    pub loads: Vec<(Class, Load)>,
    pub lines: Vec<Line>,
    /// What each step has become.
    pub operands: Vec<Option<Operand>>,
    pub registers: usize,
    /// Steps before this one are done.
    next: usize,
}

/// A program on its way to code.
pub(super) struct Assembler<'p> {
    pub program: &'p Program,
    needed: needed::Needed,
    words: BTreeMap<String, usize>,
    main: Building,
    lists: Arena<ListId, Building>,
    /// Steps that are written where results go.
    in_place: BTreeMap<StepId, At>,
    /// Truths: an amount is too large for its column.
    beyond: Vec<At>,
    /// Amounts that may not fit 64 bits, and are looked at.
    large: Vec<AmountOf>,
}

/// The terms of a sum of amounts, and between which bounds it lies.
struct Total {
    bounds: Bounds,
    terms: Vec<(i128, Operand)>,
}

impl Default for Total {
    fn default() -> Total {
        Total { bounds: Bounds { low: 0, high: 0 }, terms: Vec::new() }
    }
}

impl Total {
    fn add(&mut self, bounds: Bounds, term: Operand) {
        self.bounds.low = self.bounds.low.saturating_add(bounds.low.min(0));
        self.bounds.high = self.bounds.high.saturating_add(bounds.high.max(0));
        self.terms.push((1, term));
    }
}

/// Whether amounts between these bounds fit a column; the highest number stands for an open end.
fn fits(bounds: Bounds) -> bool {
    Class::of(bounds.low, bounds.high) <= Class::Wide && bounds.high < i128::from(i64::MAX)
}

/// What code is made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purpose<'p> {
    /// Outcomes are wanted, not amounts alone.
    pub outcomes: bool,
    /// Awards that may be open: an official decides on them.
    pub open: &'p [AwardId],
    /// Facts may be unknown, and the bounds are those of all that they may be: the amounts that need not fit 64 bits
    /// where all is known. Any other amount that is known all the same is the one of usual facts, so it fits although
    /// others would not.
    pub careful: Option<&'p [AmountOf]>,
}

/// The code of a program.
pub(super) fn assemble(program: &Program, purpose: Purpose<'_>) -> Made<(Code, Wanted)> {
    let needed = needed::Needed::of(program, purpose.outcomes, purpose.open);
    let words = needed::words(program);
    let building =
        |steps: &Arena<StepId, Step>| Building { operands: vec![None; steps.len()], ..Building::default() };
    let mut assembler = Assembler {
        program,
        needed,
        words: words.iter().cloned().zip(0..).collect(),
        main: building(&program.steps),
        lists: program.lists.iter().map(|list| building(&list.steps)).collect(),
        in_place: BTreeMap::new(),
        beyond: Vec::new(),
        large: Vec::new(),
    };
    let wanted = assembler.plan_results(purpose)?;
    for step in program.steps.ids() {
        if assembler.needed.applicant(step) {
            assembler.step(Here::Applicant, step)?;
        }
    }
    let mut wanted = assembler.results(wanted, purpose)?;
    let refusals = program.refusals.iter().map(|refusal| {
        let operand = assembler.operand(Here::Applicant, refusal.when)?;
        assembler.at(Here::Applicant, operand, Class::Byte)
    });
    let mut refusals = refusals.collect::<Made<Vec<At>>>()?;
    refusals.append(&mut assembler.beyond);
    wanted.large = std::mem::take(&mut assembler.large);
    let tables = program.tables.iter().map(|table| Table::new(table, &assembler.words)).collect();
    let Assembler { main, lists, .. } = assembler;
    let lists = program.lists.iter().zip(lists.into_entries());
    let mut code = Code {
        level: finished(main),
        lists: lists.map(|(list, building)| (list.input, finished(building))).collect(),
        tables,
        words,
        refusals,
    };
    tidy::drop_unread(&mut code, &wanted);
    tidy::give_registers(&mut code, &mut wanted);
    Ok((code, wanted))
}

fn finished(building: Building) -> Level {
    Level { loads: building.loads, lines: building.lines, registers: [0; 4] }
}

impl Assembler<'_> {
    /// Which results go where; steps that nothing else reads are computed there.
    fn plan_results(&mut self, purpose: Purpose<'_>) -> Made<Wanted> {
        let mut wanted = Wanted::default();
        let mut open = false;
        for (id, award) in self.program.awards.iter_ids() {
            self.take(award.low, Class::Wide, Place::Amount(wanted.amounts.len()));
            wanted.amounts.push(AmountOf::Low(id));
            if !award.exact {
                self.take(award.high, Class::Wide, Place::Amount(wanted.amounts.len()));
                wanted.amounts.push(AmountOf::High(id));
                open = true;
            }
            if purpose.outcomes {
                self.take(award.outcome, Class::Byte, Place::Outcome(wanted.outcomes.len()));
                wanted.outcomes.push(id);
            }
        }
        wanted.amounts.push(AmountOf::TotalLow);
        if open {
            wanted.amounts.push(AmountOf::TotalHigh);
        }
        Ok(wanted)
    }

    fn take(&mut self, step: StepId, class: Class, place: Place) {
        let fits = self.bounds(Here::Applicant, step).is_ok_and(fits);
        if fits && self.needed.uses(step) == 0 && !self.in_place.contains_key(&step) {
            self.in_place.insert(step, At { class, place });
        }
    }

    /// Lines that bring all results to their places, and the sums of all amounts.
    fn results(&mut self, mut wanted: Wanted, purpose: Purpose<'_>) -> Made<Wanted> {
        let here = Here::Applicant;
        let (mut lows, mut highs) = (Total::default(), Total::default());
        for (number, of) in wanted.amounts.iter().enumerate() {
            let to = At { class: Class::Wide, place: Place::Amount(number) };
            let step = match of {
                AmountOf::Low(award) => self.program.awards.at(*award).low,
                AmountOf::High(award) => self.program.awards.at(*award).high,
                AmountOf::TotalLow => {
                    self.total(*of, std::mem::take(&mut lows), to, purpose)?;
                    continue;
                }
                AmountOf::TotalHigh => {
                    self.total(*of, std::mem::take(&mut highs), to, purpose)?;
                    continue;
                }
            };
            let (bounds, operand) = (self.bounds(here, step)?, self.operand(here, step)?);
            if !fits(bounds) {
                self.keep_within(*of, operand, purpose)?;
            }
            self.bring(operand, to);
            let term = match operand {
                Operand::At(at) if fits(bounds) || at == to => Operand::At(to),
                Operand::Fixed(_) | Operand::At(_) | Operand::Masked(..) => operand,
            };
            let exact = |award: &AwardId| self.program.awards.at(*award).exact;
            match of {
                AmountOf::Low(award) => {
                    if exact(award) {
                        highs.add(bounds, term);
                    }
                    lows.add(bounds, term);
                }
                AmountOf::High(_) => highs.add(bounds, term),
                AmountOf::TotalLow | AmountOf::TotalHigh => {}
            }
        }
        for (number, award) in wanted.outcomes.iter().enumerate() {
            let operand = self.operand(here, self.program.awards.at(*award).outcome)?;
            self.bring(operand, At { class: Class::Byte, place: Place::Outcome(number) });
        }
        for award in purpose.open {
            let operand = self.operand(here, self.program.awards.at(*award).outcome)?;
            wanted.open.push(self.at(here, operand, Class::Byte)?);
        }
        Ok(wanted)
    }

    /// A sum of amounts, computed where it fits.
    fn total(&mut self, of: AmountOf, total: Total, to: At, purpose: Purpose<'_>) -> Made<()> {
        if fits(total.bounds) {
            self.main.lines.push(Line::new(to, What::Sum(0, total.terms)));
            return Ok(());
        }
        let sum = self.emit(Here::Applicant, Class::Huge, What::Sum(0, total.terms))?;
        self.keep_within(of, Operand::At(sum), purpose)?;
        self.bring(Operand::At(sum), to);
        Ok(())
    }

    /// Leaves rows to the explaining evaluator whose amount does not fit 64 bits.
    fn keep_within(&mut self, of: AmountOf, amount: Operand, purpose: Purpose<'_>) -> Made<()> {
        if purpose.careful.is_none_or(|large| large.contains(&of)) {
            let at = self.at(Here::Applicant, amount, Class::Huge)?;
            let most = Operand::Fixed(i128::from(i64::MAX).wrapping_sub(1));
            let beyond = self.emit(Here::Applicant, Class::Byte, What::Compare(Relation::More, at, most))?;
            self.beyond.push(beyond);
            self.large.push(of);
        }
        Ok(())
    }

    fn bring(&mut self, operand: Operand, to: At) {
        let what = match operand {
            Operand::Fixed(value) => What::Fill(value),
            Operand::At(at) if at == to => return,
            Operand::At(at) => What::Copy(at),
            Operand::Masked(condition, value) => {
                What::Select { condition, then: Operand::Fixed(value), otherwise: Operand::Fixed(0) }
            }
        };
        self.main.lines.push(Line::new(to, what));
    }

    pub fn program_step(&self, here: Here, step: StepId) -> Made<&Step> {
        let steps = match here {
            Here::Applicant => Some(&self.program.steps),
            Here::Item(list) => self.program.lists.get(list).map(|list| &list.steps),
        };
        steps.and_then(|steps| steps.get(step)).ok_or(NoCode::Malformed)
    }

    pub fn ty(&self, here: Here, step: StepId) -> Made<Type> {
        Ok(self.program_step(here, step)?.ty)
    }

    pub fn bounds(&self, here: Here, step: StepId) -> Made<Bounds> {
        match self.ty(here, step)? {
            Type::Whole(bounds) => Ok(bounds),
            Type::Truth | Type::Member | Type::Members | Type::Words => Ok(Bounds { low: 0, high: 1 }),
        }
    }

    pub fn building(&mut self, here: Here) -> Made<&mut Building> {
        match here {
            Here::Applicant => Ok(&mut self.main),
            Here::Item(list) => {
                if self.lists.get(list).is_none() {
                    return Err(NoCode::Malformed);
                }
                Ok(self.lists.at_mut(list))
            }
        }
    }

    /// What a step before this one has become.
    pub fn operand(&self, here: Here, step: StepId) -> Made<Operand> {
        let building = match here {
            Here::Applicant => Some(&self.main),
            Here::Item(list) => self.lists.get(list),
        };
        let operand = building.and_then(|building| building.operands.get(step.raw())).copied().flatten();
        operand.ok_or(NoCode::Malformed)
    }

    /// A column of a class, made where there is none yet.
    pub fn at(&mut self, here: Here, operand: Operand, class: Class) -> Made<At> {
        let what = match operand {
            Operand::At(at) if at.class == class => return Ok(at),
            Operand::At(at) => What::Copy(at),
            Operand::Fixed(value) => What::Fill(value),
            Operand::Masked(condition, value) => {
                What::Select { condition, then: Operand::Fixed(value), otherwise: Operand::Fixed(0) }
            }
        };
        self.emit(here, class, what)
    }

    /// Adds a line.
    pub fn emit(&mut self, here: Here, class: Class, what: What) -> Made<At> {
        let building = self.building(here)?;
        let to = At { class, place: Place::Register(building.registers) };
        building.registers = building.registers.saturating_add(1);
        building.lines.push(Line::new(to, what));
        Ok(to)
    }

    /// A fact, loaded once.
    pub fn load(&mut self, here: Here, class: Class, load: Load) -> Made<Operand> {
        let building = self.building(here)?;
        let known = building.loads.iter().position(|&(_, known)| known == load);
        let number = known.unwrap_or(building.loads.len());
        if known.is_none() {
            building.loads.push((class, load));
        }
        Ok(Operand::At(At { class, place: Place::Load(number) }))
    }

    /// The position of words that the rules name.
    pub fn word(&self, words: &str) -> Made<i128> {
        let at = self.words.get(words).ok_or(NoCode::Malformed)?;
        i128::try_from(*at).map_err(|_| NoCode::Malformed)
    }

    /// Makes the steps of a list up to this one.
    pub fn items_until(&mut self, list: ListId, last: StepId) -> Made<()> {
        let from = self.lists.get(list).ok_or(NoCode::Malformed)?.next;
        for step in (from..=last.raw()).map(StepId::new) {
            if self.needed.item(list, step) {
                self.step(Here::Item(list), step)?;
            }
        }
        let building = self.lists.at_mut(list);
        building.next = building.next.max(last.raw().saturating_add(1));
        Ok(())
    }

    /// Makes one step.
    fn step(&mut self, here: Here, id: StepId) -> Made<()> {
        let step = self.program_step(here, id)?.clone();
        let to = match here {
            Here::Applicant => self.in_place.get(&id).copied(),
            Here::Item(_) => None,
        };
        let natural = self.class(&step);
        let class = match to {
            // A product is made in the class that its bounds allow: wide products cost most.
            Some(to) if !matches!(step.op, Op::Product(..)) => to.class,
            Some(_) | None => natural,
        };
        let before = self.building(here)?.lines.len();
        let mut operand = self.made(here, id, &step, class)?;
        let made = self.building(here)?.lines.len() > before;
        if let (Some(to), Operand::At(at)) = (to, operand)
            && at.class == to.class
            && matches!(at.place, Place::Register(_))
            && let Some(line) = self.main.lines.last_mut()
            && line.to == at
            && made
        {
            // The line was made for this step, and nothing else reads it yet.
            line.to = to;
            operand = Operand::At(to);
        }
        let building = self.building(here)?;
        if let Some(slot) = building.operands.get_mut(id.raw()) {
            *slot = Some(operand);
        }
        Ok(())
    }

    /// The class of a step's value.
    pub fn class(&self, step: &Step) -> Class {
        match step.ty {
            Type::Truth | Type::Member => Class::Byte,
            Type::Members => Class::Wide,
            Type::Words => Class::Narrow,
            Type::Whole(bounds) => {
                let chosen = matches!(step.op, Op::Select { .. } | Op::Lookup { .. });
                if chosen && bounds.low >= 0 && bounds.high <= i128::from(u8::MAX) {
                    Class::Byte
                } else {
                    Class::of(bounds.low, bounds.high)
                }
            }
        }
    }
}
