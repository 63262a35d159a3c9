//! Exact rationals.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Sub};

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, One, Signed, ToPrimitive, Zero};

/// An exact rational number of any size. No float takes part in a decision or a sum; rounding happens only in
/// [`Rational::rounded`], where a number is printed.
///
/// Small numbers, which nearly all are, need no memory of their own; what does not fit grows by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rational(Size);

/// One number has one form: small wherever it fits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Size {
    Small(Ratio<i64>),
    Big(Box<BigRational>),
}

impl Default for Rational {
    fn default() -> Self {
        Self::zero()
    }
}

impl Rational {
    /// `numerator / denominator`, or none for a zero denominator.
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self::shrunk(BigRational::new(numerator.into(), denominator)))
    }

    /// 0.
    pub fn zero() -> Self {
        Self(Size::Small(Ratio::zero()))
    }

    /// 1.
    pub fn one() -> Self {
        Self(Size::Small(Ratio::one()))
    }

    fn shrunk(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(numerator), Some(denominator)) if numerator != i64::MIN => {
                Self(Size::Small(Ratio::new_raw(numerator, denominator)))
            }
            _ => Self(Size::Big(Box::new(value))),
        }
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Size::Small(value) => BigRational::new((*value.numer()).into(), (*value.denom()).into()),
            Size::Big(value) => (**value).clone(),
        }
    }

    /// `small` if both numbers and the result are small, else `big`.
    fn combined(
        &self,
        other: &Self,
        small: fn(&Ratio<i64>, &Ratio<i64>) -> Option<Ratio<i64>>,
        big: fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        let direct = match (&self.0, &other.0) {
            (Size::Small(left), Size::Small(right)) => small(left, right).filter(|value| *value.numer() != i64::MIN),
            _ => None,
        };
        direct.map_or_else(|| Self::shrunk(big(self.big(), other.big())), |value| Self(Size::Small(value)))
    }

    /// Whether this is 0.
    pub fn is_zero(&self) -> bool {
        matches!(&self.0, Size::Small(value) if value.is_zero())
    }

    /// Whether this is below 0.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Size::Small(value) => value.is_negative(),
            Size::Big(value) => value.is_negative(),
        }
    }

    /// The quotient, or none for a zero divisor.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self::shrunk(self.big() / divisor.big()))
    }

    /// Rounded half away from zero to `decimals` places, as the integer `value * 10^decimals`.
    pub fn rounded(&self, decimals: u32) -> BigInt {
        (self.big() * BigRational::from_integer(BigInt::from(10).pow(decimals))).round().to_integer()
    }

    /// Rounded down to `decimals` places, as the integer `value * 10^decimals`.
    pub fn floored(&self, decimals: u32) -> BigInt {
        (self.big() * BigRational::from_integer(BigInt::from(10).pow(decimals))).floor().to_integer()
    }

    /// Rounded down to a whole percentage, so that what is not complete never reads "100 %".
    pub fn percent_floor(&self) -> u32 {
        (self.big() * BigRational::from_integer(BigInt::from(100))).floor().to_integer().to_u32().unwrap_or(0)
    }

    /// How many bits the larger of numerator and denominator takes: the size of the number in memory.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Size::Small(value) => {
                u64::from(u64::BITS - (value.numer().unsigned_abs() | value.denom().unsigned_abs()).leading_zeros())
            }
            Size::Big(value) => value.numer().bits().max(value.denom().bits()),
        }
    }

    /// How many decimals write the number exactly; none if no finite number does, as with 1/3.
    pub fn decimals(&self) -> Option<u32> {
        let mut rest = self.big().denom().clone();
        let mut count = |prime: u32| {
            let mut times = 0;
            while (&rest % prime).is_zero() {
                rest /= prime;
                times += 1;
            }
            times
        };
        let decimals = count(2).max(count(5));
        rest.is_one().then_some(decimals)
    }

    /// The absolute value.
    pub fn abs(&self) -> Self {
        Self::shrunk(self.big().abs())
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Size::Small(left), Size::Small(right)) => left.cmp(right),
            _ => self.big().cmp(&other.big()),
        }
    }
}

/// Lowest terms: `3/4`, `1`, `0`.
impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Size::Small(value) => value.fmt(formatter),
            Size::Big(value) => value.fmt(formatter),
        }
    }
}

impl From<u64> for Rational {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(
            |_| Self::shrunk(BigRational::from_integer(value.into())),
            |value| Self(Size::Small(Ratio::from_integer(value))),
        )
    }
}

impl Add for Rational {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.combined(&other, Ratio::checked_add, |left, right| left + right)
    }
}

impl Sub for Rational {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.combined(&other, Ratio::checked_sub, |left, right| left - right)
    }
}

impl Mul for Rational {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        self.combined(&other, Ratio::checked_mul, |left, right| left * right)
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
        values.fold(Self::zero(), |sum, value| sum + value.clone())
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
    fn numbers_grow_and_shrink_by_themselves() {
        let huge = Rational::from(u64::MAX) * Rational::from(u64::MAX);
        assert_eq!(huge.to_string(), "340282366920938463426481119284349108225");
        assert_eq!(huge.clone() - huge.clone(), Rational::zero());
        assert_eq!(huge.checked_div(&huge), Some(Rational::one()));
        let tiny = Rational::new(1, i64::MAX).unwrap();
        assert_eq!(tiny.clone() + tiny.clone() - tiny.clone(), tiny);
        assert!(tiny < Rational::one() && Rational::one() < huge);
        let least = Rational::new(i64::MIN, 1).unwrap();
        assert_eq!(least.clone() - Rational::one() + Rational::one(), least);
        assert_eq!((least.abs() * Rational::from(2)).to_string(), "18446744073709551616");
    }

    #[test]
    fn size_is_that_of_the_larger_part() {
        for (numerator, denominator, bits) in [(0, 1, 1), (-8, 1, 4), (1, 8, 4), (i64::MAX, 3, 63)] {
            assert_eq!(Rational::new(numerator, denominator).unwrap().bits(), bits, "{numerator}/{denominator}");
        }
        let square = Rational::from(u64::MAX) * Rational::from(u64::MAX);
        assert_eq!(square.bits(), 128);
        assert_eq!(Rational::one().checked_div(&square).unwrap().bits(), 128);
    }

    #[test]
    fn decimals_that_write_a_number_exactly() {
        for (numerator, denominator, decimals) in
            [(0, 1, Some(0)), (-5, 1, Some(0)), (1, 2, Some(1)), (1, 8, Some(3)), (617, 5000, Some(4)), (1, 6, None)]
        {
            assert_eq!(
                Rational::new(numerator, denominator).unwrap().decimals(),
                decimals,
                "{numerator}/{denominator}"
            );
        }
    }

    #[test]
    fn rounding_happens_only_in_print() {
        let third = Rational::new(1, 3).unwrap();
        assert_eq!(third.rounded(2), BigInt::from(33));
        assert_eq!(third.clone() + third.clone() + third, Rational::one());
        assert_eq!(Rational::new(999, 1000).unwrap().percent_floor(), 99);
    }
}
