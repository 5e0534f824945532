//! The eight clauses as one loop written by hand: what the engine is measured against.

use ipcalc::columns::{Cells, Columns};
use ipcalc::plan::Plan;

/// The columns as slices.
pub struct Input<'c> {
    kind: &'c [u8],
    truths: [&'c [u8]; 7],
    amounts: [&'c [i64]; 4],
    counts: [&'c [i32]; 4],
}

const TRUTHS: [&str; 7] =
    ["ipms_certified", "honour_pa", "honour_pd", "honour_na", "honour_nd", "tech_sme", "loan_repaid"];
const AMOUNTS: [&str; 4] = ["prior_honour", "tx_value", "main_revenue", "loan_interest"];
const COUNTS: [&str; 4] = ["nav_projects", "hv_patents", "sme_hosted", "loan_months"];
const AWARDS: [&str; 8] =
    ["ladder", "navigation", "standard_univ", "centre", "hv", "trusteeship", "growth", "interest"];

impl<'c> Input<'c> {
    pub fn of(plan: &Plan, columns: &'c Columns) -> Input<'c> {
        let cells = |name: &str| {
            let found = plan.inputs.iter_ids().find(|(_, input)| input.name == name);
            &columns.inputs.at(found.expect("a fact of the workload").0).cells
        };
        let bytes = |name| match cells(name) {
            Cells::Truths(cells) | Cells::Members(cells) => cells.as_slice(),
            _ => panic!("{name} is in bytes"),
        };
        let wide = |name| match cells(name) {
            Cells::Wide(cells) => cells.as_slice(),
            _ => panic!("{name} is wide"),
        };
        let narrow = |name| match cells(name) {
            Cells::Narrow(cells) => cells.as_slice(),
            _ => panic!("{name} is narrow"),
        };
        Input {
            kind: bytes("kind"),
            truths: TRUTHS.map(bytes),
            amounts: AMOUNTS.map(wide),
            counts: COUNTS.map(narrow),
        }
    }
}

/// A column for each award, and the total.
pub struct Out([Vec<i64>; 9]);

impl Out {
    pub fn new(rows: usize) -> Out {
        Out(std::array::from_fn(|_| vec![1; rows]))
    }
    /// The sums in the order of the plan's awards, then of the total.
    pub fn sums(&self, plan: &Plan) -> Vec<i64> {
        let of =
            |name: &str| AWARDS.iter().position(|award| *award == name).expect("an award of the workload");
        let awards = plan.awards.iter().map(|award| self.0[of(&award.id)].iter().sum());
        awards.chain([self.0[8].iter().sum()]).collect()
    }
}

/// One row in 64-bit fen.
#[inline(always)]
fn wide(
    kind: u8,
    truths: [u8; 7],
    [prior, value, revenue, interest]: [i64; 4],
    counts: [i32; 4],
) -> [i64; 8] {
    let (enterprise, university, agency) = (kind == 0, kind == 1 || kind == 2, kind == 3);
    let [certified, first, second, third, fourth, technology, repaid] = truths.map(|truth| truth != 0);
    let [projects, patents, hosted, months] = counts;
    let held = |truth: bool, amount: i64| if truth { amount } else { 0 };
    let highest = held(certified, 10_000_000)
        .max(held(first, 5_000_000))
        .max(held(second, 10_000_000))
        .max(held(third, 10_000_000))
        .max(held(fourth, 20_000_000));
    [
        held(enterprise, (highest - prior).max(0)),
        held(enterprise, 15_000_000 * i64::from(projects)),
        held(university & certified, 20_000_000),
        held(university, ((value * 5 + 50) / 100).min(50_000_000)),
        held(university, 10_000_000 * i64::from(patents)),
        held(agency & (hosted >= 100), 10_000_000),
        held(agency & (revenue >= 1_000_000_000), 50_000_000),
        held(enterprise & technology & (months == 12) & repaid, ((interest * 50 + 50) / 100).min(20_000_000)),
    ]
}

/// One row in 32 bits: bases are cut to what their cap lets count before they are multiplied.
#[inline(always)]
fn narrow(
    kind: u8,
    truths: [u8; 7],
    [prior, value, revenue, interest]: [i64; 4],
    counts: [i32; 4],
) -> [i64; 8] {
    let mask = |truth: bool| -i32::from(truth);
    let (enterprise, university, agency) =
        (mask(kind == 0), mask((kind == 1) | (kind == 2)), mask(kind == 3));
    let [certified, first, second, third, fourth, technology, repaid] = truths.map(|truth| -i32::from(truth));
    let [projects, patents, hosted, months] = counts;
    let highest = (certified & 10_000_000)
        .max(first & 5_000_000)
        .max(second & 10_000_000)
        .max(third & 10_000_000)
        .max(fourth & 20_000_000);
    let prior = prior.min(20_000_000) as i32;
    let of_value = ((value.min(1_000_000_000) as u32 + 10) / 20) as i32;
    let of_interest = (interest.min(40_000_000) as u32).div_ceil(2) as i32;
    [
        enterprise & (highest - prior).max(0),
        enterprise & (15_000_000 * projects),
        university & certified & 20_000_000,
        university & of_value,
        university & (10_000_000 * patents),
        agency & mask(hosted >= 100) & 10_000_000,
        agency & mask(revenue >= 1_000_000_000) & 50_000_000,
        enterprise & technology & mask(months == 12) & repaid & of_interest,
    ]
    .map(i64::from)
}

/// Rows at a time: results stand in arrays of their own first, which overlap with nothing that is read.
const STRIP: usize = 64;

/// One loop over all columns.
#[inline(always)]
fn each(input: &Input<'_>, out: &mut Out, row: impl Fn(u8, [u8; 7], [i64; 4], [i32; 4]) -> [i64; 8]) {
    let rows = input.kind.len();
    for first in (0..rows).step_by(STRIP) {
        let last = (first + STRIP).min(rows);
        let mut found = [[0_i64; STRIP]; 9];
        let truths = input.truths.map(|truths| &truths[first..last]);
        let amounts = input.amounts.map(|amounts| &amounts[first..last]);
        let counts = input.counts.map(|counts| &counts[first..last]);
        let kind = &input.kind[first..last];
        if last - first == STRIP {
            let fixed = (kind.try_into().unwrap(), truths.map(|all| all.try_into().unwrap()));
            strip(
                fixed,
                amounts.map(|all| all.try_into().unwrap()),
                counts.map(|all| all.try_into().unwrap()),
                &mut found,
                &row,
            );
        } else {
            for at in 0..kind.len() {
                let each = row(
                    kind[at],
                    truths.map(|all| all[at]),
                    amounts.map(|all| all[at]),
                    counts.map(|all| all[at]),
                );
                for (found, amount) in found.iter_mut().zip(each) {
                    found[at] = amount;
                }
                found[8][at] = each.iter().sum();
            }
        }
        for (column, found) in out.0.iter_mut().zip(&found) {
            column[first..last].copy_from_slice(&found[..last - first]);
        }
    }
}

type Strip<'i, T> = &'i [T; STRIP];

#[inline(always)]
fn strip(
    (kind, [t0, t1, t2, t3, t4, t5, t6]): (Strip<'_, u8>, [Strip<'_, u8>; 7]),
    [a0, a1, a2, a3]: [Strip<'_, i64>; 4],
    [c0, c1, c2, c3]: [Strip<'_, i32>; 4],
    [o0, o1, o2, o3, o4, o5, o6, o7, o8]: &mut [[i64; STRIP]; 9],
    row: impl Fn(u8, [u8; 7], [i64; 4], [i32; 4]) -> [i64; 8],
) {
    for at in 0..STRIP {
        let truths = [t0[at], t1[at], t2[at], t3[at], t4[at], t5[at], t6[at]];
        let found = row(kind[at], truths, [a0[at], a1[at], a2[at], a3[at]], [c0[at], c1[at], c2[at], c3[at]]);
        o0[at] = found[0];
        o1[at] = found[1];
        o2[at] = found[2];
        o3[at] = found[3];
        o4[at] = found[4];
        o5[at] = found[5];
        o6[at] = found[6];
        o7[at] = found[7];
        o8[at] = found.iter().sum();
    }
}

struct Fused<'a, 'c, F> {
    input: &'a Input<'c>,
    out: &'a mut Out,
    row: F,
}

impl<F: Fn(u8, [u8; 7], [i64; 4], [i32; 4]) -> [i64; 8]> pulp::WithSimd for Fused<'_, '_, F> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        each(self.input, self.out, self.row);
    }
}

fn dispatch(fused: impl pulp::WithSimd<Output = ()>) {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = pulp::x86::V3::try_new() {
        return pulp::Simd::vectorize(avx2, fused);
    }
    pulp::Arch::new().dispatch(fused);
}

/// All rows in 64 bits.
pub fn run(input: &Input<'_>, out: &mut Out) {
    dispatch(Fused { input, out, row: wide });
}

/// All rows in 32 bits.
pub fn run_narrow(input: &Input<'_>, out: &mut Out) {
    dispatch(Fused { input, out, row: narrow });
}
