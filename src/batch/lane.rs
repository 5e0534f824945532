//! Lanes: loops over the cells of a block, compiled for the widest instructions that the machine has.
//!
//! Each loop is one pass over slices of equal length without branches, so that the compiler turns it into wide
//! instructions; which of them is chosen when the program runs.

use pulp::{Arch, Simd, WithSimd};

/// A whole number as cells hold it. Conversions and arithmetic wrap.
///
/// INVARIANT: the bounds of each step prove that the value of a line fits the class it is computed in, and sums,
/// differences and products that wrap on the way give the right value if it fits.
pub(super) trait Lane: Copy + PartialEq + PartialOrd + Send + Sync + 'static {
    fn of(number: i128) -> Self;
    fn number(self) -> i128;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    /// All bits where the truth holds, none elsewhere.
    fn mask(truth: u8) -> Self;
    fn both(self, other: Self) -> Self;
    fn lower(self, other: Self) -> Self;
    fn higher(self, other: Self) -> Self;
}

/// A cell in another class.
pub(super) trait Into2<T> {
    fn cast(self) -> T;
}

macro_rules! lanes {
    ($($lane:ty),*) => {$(
        impl Lane for $lane {
            #[inline(always)]
            fn of(number: i128) -> Self { number as $lane }
            #[inline(always)]
            fn number(self) -> i128 { i128::from(self) }
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
            #[inline(always)]
            fn mask(truth: u8) -> Self { <$lane>::from(truth).wrapping_neg() }
            #[inline(always)]
            fn both(self, other: Self) -> Self { self & other }
            #[inline(always)]
            fn lower(self, other: Self) -> Self { if self < other { self } else { other } }
            #[inline(always)]
            fn higher(self, other: Self) -> Self { if self > other { self } else { other } }
        }
        lanes!(@from $lane => u8, i32, i64, i128);
    )*};
    (@from $from:ty => $($to:ty),*) => {$(
        impl Into2<$to> for $from {
            #[inline(always)]
            fn cast(self) -> $to { self as $to }
        }
    )*};
}
lanes!(u8, i32, i64, i128);

/// A loop as the dispatcher takes it: inlined where the wide instructions are switched on.
struct Pass<F>(F);

impl<F: FnOnce()> WithSimd for Pass<F> {
    type Output = ();
    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        (self.0)();
    }
}

/// Each cell from one. What `f` holds it holds by value: what lies behind a reference could change with each cell.
#[inline(always)]
pub(super) fn map<A: Copy, O>(arch: Arch, out: &mut [O], a: &[A], f: impl Fn(A) -> O) {
    arch.dispatch(Pass(
        #[inline(always)]
        move || {
            for (out, &a) in out.iter_mut().zip(a) {
                *out = f(a);
            }
        },
    ));
}

/// Each cell from two.
#[inline(always)]
pub(super) fn map2<A: Copy, B: Copy, O>(arch: Arch, out: &mut [O], a: &[A], b: &[B], f: impl Fn(A, B) -> O) {
    arch.dispatch(Pass(
        #[inline(always)]
        move || {
            for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *out = f(a, b);
            }
        },
    ));
}

/// Each cell from three.
#[inline(always)]
pub(super) fn map3<A: Copy, B: Copy, C: Copy, O>(
    arch: Arch,
    out: &mut [O],
    (a, b, c): (&[A], &[B], &[C]),
    f: impl Fn(A, B, C) -> O,
) {
    arch.dispatch(Pass(
        #[inline(always)]
        move || {
            for (((out, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
                *out = f(a, b, c);
            }
        },
    ));
}

/// Each cell from itself and one.
#[inline(always)]
pub(super) fn update<A: Copy, O: Copy>(arch: Arch, out: &mut [O], a: &[A], f: impl Fn(O, A) -> O) {
    arch.dispatch(Pass(
        #[inline(always)]
        move || {
            for (out, &a) in out.iter_mut().zip(a) {
                *out = f(*out, a);
            }
        },
    ));
}

/// Each cell from itself and two.
#[inline(always)]
pub(super) fn update2<A: Copy, B: Copy, O: Copy>(
    arch: Arch,
    out: &mut [O],
    a: &[A],
    b: &[B],
    f: impl Fn(O, A, B) -> O,
) {
    arch.dispatch(Pass(
        #[inline(always)]
        move || {
            for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *out = f(*out, a, b);
            }
        },
    ));
}
