//! Exact rationals.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact rational number of any size. No float takes part in a decision or a sum; rounding happens only in
/// [`Rational::rounded`], where a number is printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(BigRational);

impl Default for Rational {
    fn default() -> Self {
        Self::zero()
    }
}

impl Rational {
    /// `numerator / denominator`, or none for a zero denominator.
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator.into(), denominator)))
    }

    /// 0.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// Whether this is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is below 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether this is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// The quotient, or none for a zero divisor.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// Rounded half away from zero to `decimals` places, as the integer `value * 10^decimals`.
    pub fn rounded(&self, decimals: u32) -> BigInt {
        (&self.0 * BigRational::from_integer(BigInt::from(10).pow(decimals))).round().to_integer()
    }

    /// Nearest float: for drawing only, where a pixel decides nothing.
    pub fn to_drawing(&self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }

    /// Rounded down to a whole percentage, so that what is not complete never reads "100 %".
    pub fn percent_floor(&self) -> u32 {
        (&self.0 * BigRational::from_integer(BigInt::from(100))).floor().to_integer().to_u32().unwrap_or(0)
    }

    /// The absolute value.
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }
}

/// Lowest terms: `3/4`, `1`, `0`.
impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl From<u64> for Rational {
    fn from(value: u64) -> Self {
        Self(BigRational::from_integer(value.into()))
    }
}

impl From<BigInt> for Rational {
    fn from(value: BigInt) -> Self {
        Self(BigRational::from_integer(value))
    }
}

impl Add for Rational {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Rational {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul for Rational {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl Div<u64> for Rational {
    type Output = Option<Self>;

    fn div(self, divisor: u64) -> Option<Self> {
        self.checked_div(&Self::from(divisor))
    }
}

impl Sum for Rational {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::zero(), Add::add)
    }
}

impl<'a> Sum<&'a Self> for Rational {
    fn sum<I: Iterator<Item = &'a Self>>(values: I) -> Self {
        values.fold(Self::zero(), |sum, value| Self(sum.0 + &value.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_in_lowest_terms() {
        assert_eq!(Rational::new(6, 8).unwrap().to_string(), "3/4");
        assert_eq!(Rational::new(4, 2).unwrap().to_string(), "2");
        assert_eq!(Rational::new(1, 0), None);
    }

    #[test]
    fn rounding_happens_only_in_print() {
        let third = Rational::new(1, 3).unwrap();
        assert_eq!(third.rounded(2), BigInt::from(33));
        assert_eq!(third.clone() + third.clone() + third, Rational::one());
        assert_eq!(Rational::new(999, 1000).unwrap().percent_floor(), 99);
    }
}
