//! A figure over several seeds: its median, and the range that it covers.

/// What a figure comes to over the seeds. With one seed all three are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Half of the seeds come to less, half to more.
    pub median: f64,
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Spread {
    /// The spread of one value a seed; `None` without any. Of an even number the median is the mean of the
    /// middle two. NaN counts as higher than any number.
    pub fn of(values: &[f64]) -> Option<Spread> {
        // Seeds are few: this is as fast as the library's sorting, and far smaller code.
        let mut sorted: Vec<f64> = Vec::with_capacity(values.len());
        for value in values {
            let place = sorted.iter().filter(|other| other.total_cmp(value).is_le()).count();
            sorted.insert(place, *value);
        }
        let (low, high) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = match sorted.len() % 2 {
            0 => (sorted[middle - 1] + sorted[middle]) / 2.0,
            _ => sorted[middle],
        };
        Some(Spread { median, low, high })
    }

    /// Whether some value lies in both ranges; their ends belong to them.
    pub fn overlaps(&self, other: &Spread) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle_whatever_the_order() {
        let expected = |median, low, high| Some(Spread { median, low, high });
        assert_eq!(Spread::of(&[3.0, 1.0, 9.0]), expected(3.0, 1.0, 9.0));
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 9.0]), expected(3.0, 1.0, 9.0));
        assert_eq!(Spread::of(&[0.5]), expected(0.5, 0.5, 0.5));
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn ranges_that_touch_overlap() {
        let range = |low, high| Spread { median: low, low, high };
        assert!(range(1.0, 2.0).overlaps(&range(2.0, 3.0)));
        assert!(range(1.0, 4.0).overlaps(&range(2.0, 3.0)));
        assert!(!range(2.1, 3.0).overlaps(&range(1.0, 2.0)));
    }
}
