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

pub const TRUTHS: [&str; 7] =
    ["ipms_certified", "honour_pa", "honour_pd", "honour_na", "honour_nd", "tech_sme", "loan_repaid"];
pub const AMOUNTS: [&str; 4] = ["prior_honour", "tx_value", "main_revenue", "loan_interest"];
pub const COUNTS: [&str; 4] = ["nav_projects", "hv_patents", "sme_hosted", "loan_months"];
pub const AWARDS: [&str; 8] =
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

macro_rules! fused {
    ($(#[$attribute:meta])* $name:ident, $row:ident) => {
        /// One loop over all columns. Slices are separate arguments, so that the compiler knows that none overlaps
        /// another, and makes wide instructions of it.
        $(#[$attribute])*
        #[inline(never)]
        #[expect(clippy::too_many_arguments, reason = "see above")]
        fn $name(
            rows: usize, kind: &[u8],
            t0: &[u8], t1: &[u8], t2: &[u8], t3: &[u8], t4: &[u8], t5: &[u8], t6: &[u8],
            a0: &[i64], a1: &[i64], a2: &[i64], a3: &[i64], c0: &[i32], c1: &[i32], c2: &[i32], c3: &[i32],
            o0: &mut [i64], o1: &mut [i64], o2: &mut [i64], o3: &mut [i64], o4: &mut [i64],
            o5: &mut [i64], o6: &mut [i64], o7: &mut [i64], o8: &mut [i64],
        ) {
            let (kind, t0, t1, t2, t3) = (&kind[..rows], &t0[..rows], &t1[..rows], &t2[..rows], &t3[..rows]);
            let (t4, t5, t6) = (&t4[..rows], &t5[..rows], &t6[..rows]);
            let (a0, a1, a2, a3) = (&a0[..rows], &a1[..rows], &a2[..rows], &a3[..rows]);
            let (c0, c1, c2, c3) = (&c0[..rows], &c1[..rows], &c2[..rows], &c3[..rows]);
            let (o0, o1, o2) = (&mut o0[..rows], &mut o1[..rows], &mut o2[..rows]);
            let (o3, o4, o5) = (&mut o3[..rows], &mut o4[..rows], &mut o5[..rows]);
            let (o6, o7, o8) = (&mut o6[..rows], &mut o7[..rows], &mut o8[..rows]);
            for at in 0..rows {
                let truths = [t0[at], t1[at], t2[at], t3[at], t4[at], t5[at], t6[at]];
                let counts = [c0[at], c1[at], c2[at], c3[at]];
                let found = $row(kind[at], truths, [a0[at], a1[at], a2[at], a3[at]], counts);
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
    };
}
fused!(wide_anywhere, wide);
fused!(narrow_anywhere, narrow);
#[cfg(target_arch = "x86_64")]
fused!(
    #[target_feature(enable = "avx2")]
    wide_avx2,
    wide
);
#[cfg(target_arch = "x86_64")]
fused!(
    #[target_feature(enable = "avx2")]
    narrow_avx2,
    narrow
);

macro_rules! call {
    ($name:ident, $input:expr, $out:expr) => {{
        let Input { kind, truths: [t0, t1, t2, t3, t4, t5, t6], amounts: [a0, a1, a2, a3], counts } = *$input;
        let [c0, c1, c2, c3] = counts;
        let [o0, o1, o2, o3, o4, o5, o6, o7, o8] = &mut $out.0;
        $name(
            kind.len(),
            kind,
            t0,
            t1,
            t2,
            t3,
            t4,
            t5,
            t6,
            a0,
            a1,
            a2,
            a3,
            c0,
            c1,
            c2,
            c3,
            o0,
            o1,
            o2,
            o3,
            o4,
            o5,
            o6,
            o7,
            o8,
        )
    }};
}

/// All rows in 64 bits.
pub fn run(input: &Input<'_>, out: &mut Out) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2. The library itself has no unsafe code; here it stands for what people write.
        return unsafe { call!(wide_avx2, input, out) };
    }
    call!(wide_anywhere, input, out);
}

/// All rows in 32 bits.
pub fn run_narrow(input: &Input<'_>, out: &mut Out) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2.
        return unsafe { call!(narrow_avx2, input, out) };
    }
    call!(narrow_anywhere, input, out);
}
