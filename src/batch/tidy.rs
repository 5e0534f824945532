//! Tidying code: lines that nobody reads go, and registers are used again after their last reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::scaled::ListId;

use super::assemble::Wanted;
use super::code::{At, Class, Code, Level, Place, What};

fn register(at: At) -> Option<usize> {
    if let Place::Register(number) = at.place { Some(number) } else { None }
}

/// Drops lines whose values nothing wanted depends on.
pub(super) fn drop_unread(code: &mut Code, wanted: &Wanted) {
    let mut read: BTreeSet<usize> =
        code.refusals.iter().chain(&wanted.open).copied().filter_map(register).collect();
    let mut inner: Vec<BTreeSet<usize>> = code.lists.iter().map(|_| BTreeSet::new()).collect();
    // For each list, which of its lines stay, and where the part begins that was looked through last.
    let mut keep: Vec<Vec<bool>> =
        code.lists.iter().map(|(_, level)| vec![false; level.lines.len()]).collect();
    let mut kept = vec![false; code.level.lines.len()];
    let begins = begins(code);
    for (at, line) in code.level.lines.iter_mut().enumerate().rev() {
        if let What::Items { list, end } = line.what {
            let (Some(inner), Some(keep)) = (inner.get_mut(list.raw()), keep.get_mut(list.raw())) else {
                continue;
            };
            let Some((_, level)) = code.lists.get(list) else { continue };
            let begin = begins.get(&at).copied().unwrap_or(0);
            let lines = level.lines.iter().enumerate().take(end).skip(begin).rev();
            let mut any = false;
            for (place, line) in lines {
                if register(line.to).is_some_and(|to| inner.contains(&to)) {
                    let mut what = line.what.clone();
                    inner.extend(what.places_mut().into_iter().filter_map(|at| register(*at)));
                    read.extend(what.outer_mut().and_then(|at| register(*at)));
                    if let Some(keep) = keep.get_mut(place) {
                        *keep = true;
                    }
                    any = true;
                }
            }
            if let Some(slot) = kept.get_mut(at) {
                *slot = any;
            }
            continue;
        }
        if register(line.to).is_none_or(|to| read.contains(&to)) {
            read.extend(line.what.places_mut().into_iter().filter_map(|at| register(*at)));
            if let What::Reduce { list, .. } = line.what
                && let Some(inner) = inner.get_mut(list.raw())
            {
                inner.extend(line.what.inner_mut().into_iter().filter_map(|at| register(*at)));
            }
            if let Some(slot) = kept.get_mut(at) {
                *slot = true;
            }
        }
    }
    for line in &mut code.level.lines {
        if let What::Items { list, end } = &mut line.what
            && let Some(keep) = keep.get(list.raw())
        {
            *end = keep.iter().take(*end).filter(|keep| **keep).count();
        }
    }
    retain(&mut code.level, &kept);
    for ((_, level), keep) in code.lists.iter_mut().zip(&keep) {
        retain(level, keep);
    }
}

fn retain(level: &mut Level, keep: &[bool]) {
    let mut keep = keep.iter();
    level.lines.retain(|_| keep.next().copied().unwrap_or(true));
}

/// Where the lines begin that each [`What::Items`] line runs, by the line's position.
fn begins(code: &Code) -> BTreeMap<usize, usize> {
    let mut done: BTreeMap<ListId, usize> = BTreeMap::new();
    let mut begins = BTreeMap::new();
    for (at, line) in code.level.lines.iter().enumerate() {
        if let What::Items { list, end } = line.what {
            let done = done.entry(list).or_insert(0);
            begins.insert(at, *done);
            *done = (*done).max(end);
        }
    }
    begins
}

/// Registers that are free, by class.
#[derive(Default)]
struct Free {
    free: [Vec<usize>; 4],
    made: [usize; 4],
}

impl Free {
    fn take(&mut self, class: Class) -> usize {
        let number = class.number();
        if let Some(register) = self.free.get_mut(number).and_then(Vec::pop) {
            return register;
        }
        let Some(made) = self.made.get_mut(number) else { return 0 };
        let register = *made;
        *made = made.saturating_add(1);
        register
    }
    fn give(&mut self, class: Class, register: usize) {
        if let Some(free) = self.free.get_mut(class.number()) {
            free.push(register);
        }
    }
}

/// Gives out registers: those of the applicant's level are used again, those of lists live as long as a block does.
pub(super) fn give_registers(code: &mut Code, wanted: &mut Wanted) {
    let mut of_lists: Vec<BTreeMap<usize, usize>> = Vec::new();
    for (_, level) in code.lists.iter_mut() {
        let (mut given, mut free) = (BTreeMap::new(), Free::default());
        for line in &mut level.lines {
            line.what.places_mut().into_iter().for_each(|at| renumber(at, &given));
            if let Place::Register(number) = line.to.place {
                given.insert(number, free.take(line.to.class));
                renumber(&mut line.to, &given);
            }
        }
        level.registers = free.made;
        of_lists.push(given);
    }
    let begins = begins(code);
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, line) in code.level.lines.iter_mut().enumerate() {
        let mut note = |place: At| {
            if let Some(number) = register(place) {
                last.insert(number, at);
            }
        };
        note(line.to);
        line.what.places_mut().into_iter().for_each(|place| note(*place));
        if let What::Items { list, end } = line.what
            && let Some((_, level)) = code.lists.get(list)
        {
            let begin = begins.get(&at).copied().unwrap_or(0);
            for inner in level.lines.get(begin..end).unwrap_or(&[]) {
                if let What::Outer(place) = &inner.what {
                    note(*place);
                }
            }
        }
    }
    for place in code.refusals.iter().chain(&wanted.open) {
        if let Some(number) = register(*place) {
            last.insert(number, usize::MAX);
        }
    }
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&number, &at) in &last {
        ends.entry(at).or_default().push(number);
    }
    let (mut given, mut free) = (BTreeMap::new(), Free::default());
    let mut classes: BTreeMap<usize, Class> = BTreeMap::new();
    for (at, line) in code.level.lines.iter_mut().enumerate() {
        line.what.places_mut().into_iter().for_each(|place| renumber(place, &given));
        if let What::Reduce { list, .. } = line.what
            && let Some(of_list) = of_lists.get(list.raw())
        {
            line.what.inner_mut().into_iter().for_each(|place| renumber(place, of_list));
        }
        if let What::Items { list, end } = line.what {
            let begin = begins.get(&at).copied().unwrap_or(0);
            if code.lists.get(list).is_some() {
                let (_, level) = code.lists.at_mut(list);
                for inner in level.lines.iter_mut().take(end).skip(begin) {
                    if let Some(place) = inner.what.outer_mut() {
                        renumber(place, &given);
                    }
                }
            }
        }
        // A register is taken before those of the operands are given back: no line writes what it reads.
        if let Place::Register(number) = line.to.place {
            classes.insert(number, line.to.class);
            given.insert(number, free.take(line.to.class));
            renumber(&mut line.to, &given);
        }
        for number in ends.get(&at).into_iter().flatten() {
            if let (Some(&register), Some(&class)) = (given.get(number), classes.get(number)) {
                free.give(class, register);
            }
        }
    }
    for place in code.refusals.iter_mut().chain(&mut wanted.open) {
        renumber(place, &given);
    }
    code.level.registers = free.made;
}

fn renumber(at: &mut At, given: &BTreeMap<usize, usize>) {
    if let Place::Register(number) = &mut at.place
        && let Some(register) = given.get(number)
    {
        *number = *register;
    }
}
