//! m → x·m + a: what every effect on mult is.

/// An effect on mult, or several of them in a row. x ≥ 1 and a ≥ 0, so it never lowers mult, and the larger it is in
/// both the more it gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Affine {
    pub x: f64,
    pub a: f64,
}

impl Affine {
    pub(crate) const IDENTITY: Self = Self { x: 1.0, a: 0.0 };

    pub(crate) fn add(a: f64) -> Self {
        Self { x: 1.0, a }
    }

    pub(crate) fn times(x: f64) -> Self {
        Self { x: x.max(1.0), a: 0.0 }
    }

    #[inline]
    pub(crate) fn then(self, next: Self) -> Self {
        // Nothing times an infinite factor is nothing.
        let carried = if self.a == 0.0 { 0.0 } else { self.a * next.x };
        Self { x: self.x * next.x, a: carried + next.a }
    }

    #[inline]
    pub(crate) fn of(self, mult: f64) -> f64 {
        self.x * mult + self.a
    }

    /// Itself so many times in a row.
    #[inline]
    pub(crate) fn repeated(self, times: u32) -> Self {
        let mut all = Self::IDENTITY;
        for _ in 0..times {
            all = all.then(self);
        }
        all
    }

    pub(crate) fn is_identity(self) -> bool {
        self == Self::IDENTITY
    }

    /// How much more comes out with this one first, at any mult: positive where it should be.
    ///
    /// `j(i(m)) − i(j(m)) = a_i·(x_j − 1) − a_j·(x_i − 1)`; differences within rounding count as none.
    #[inline]
    pub(crate) fn gain_before(self, other: Self) -> f64 {
        let (mine, theirs) = (self.a * (other.x - 1.0), other.a * (self.x - 1.0));
        let gain = mine - theirs;
        if gain.abs() <= ROUNDING * mine.max(theirs) || gain.is_nan() { 0.0 } else { gain }
    }
}

/// Relative differences below this are rounding.
pub(crate) const ROUNDING: f64 = 1e-12;
