//! A chart's plot within its picture: from values to places, and what is drawn of them.

use super::markup::escape;
use crate::page::chart::scale::Scale;
use crate::page::chart::thinning::{Point, thinned};
use crate::page::chart::ticks::Tick;

/// Where the plot lies, in the picture's own units, and what its axes stand for.
pub(super) struct Plot {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    /// From the left end of the horizontal axis to its right.
    pub x: (f64, f64),
    pub scale: Scale,
}

impl Plot {
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Where a value stands; `None` where it is no number. What lies outside stands at the edge.
    pub fn place(&self, x: f64, value: f64) -> Option<Point> {
        Some((self.across(x), self.up(value)?))
    }

    fn up(&self, value: f64) -> Option<f64> {
        let height = self.scale.height(value)?;
        let height = if height < 0.0 { 0.0 } else { height.min(1.0) };
        Some(self.top + (1.0 - height) * self.height)
    }

    fn across(&self, x: f64) -> f64 {
        let (first, last) = self.x;
        let share = if last > first { (x - first) / (last - first) } else { 0.5 };
        self.left + share * self.width
    }

    /// Grid lines with their labels: these marks across, and about so many upwards.
    pub fn axes(&self, across: &[Tick], most: usize) -> String {
        let (right, bottom) = (self.right(), self.bottom());
        let mut lines = Line::default();
        let mut labels = String::new();
        for tick in self.scale.ticks(most) {
            if let Some((_, y)) = self.place(self.x.0, tick.value) {
                lines.segment((self.left, y), (right, y));
                labels += &text((self.left - 5.0, y + 3.5), "end", &tick.label);
            }
        }
        for tick in across {
            let x = self.across(tick.value);
            lines.segment((x, self.top), (x, bottom));
            labels += &text((x, bottom + 14.0), "middle", &tick.label);
        }
        let mut axis = Line::default();
        axis.segment((self.left, bottom), (right, bottom));
        format!(
            r#"<path class="grid" d="{}"/><path class="axis" d="{}"/>{labels}"#,
            lines.0, axis.0
        )
    }

    /// The path through these values, broken where one is no number. Thinned before they are placed: the axis
    /// keeps their order, and logarithms of thousands would take long.
    pub fn path(&self, values: impl Iterator<Item = (f64, f64)>) -> String {
        let across = |(x, value): (f64, f64)| value.is_finite().then(|| (self.across(x), value));
        let values: Vec<Option<(f64, f64)>> = values.map(across).collect();
        let mut line = Line::default();
        for unbroken in values.split(Option::is_none) {
            let values: Vec<(f64, f64)> = unbroken.iter().copied().flatten().collect();
            let points = thinned(&values).into_iter();
            let place = |(x, value)| Some((x, self.up(value)?));
            line.through(&points.filter_map(place).collect::<Vec<Point>>());
        }
        line.0
    }

    /// The outline of what lies between two curves.
    pub fn band(&self, low: &[(f64, f64)], high: &[(f64, f64)]) -> String {
        let place = |&(x, value): &(f64, f64)| self.place(x, value);
        let both = low.iter().zip(high).map(|(low, high)| place(low).zip(place(high)));
        let both: Vec<Option<(Point, Point)>> = both.collect();
        let mut line = Line::default();
        for unbroken in both.split(Option::is_none) {
            let (below, above): (Vec<Point>, Vec<Point>) =
                unbroken.iter().copied().flatten().unzip();
            let there = thinned(&above).into_iter();
            line.through(&there.chain(thinned(&below).into_iter().rev()).collect::<Vec<_>>());
        }
        line.0
    }
}

/// The `d` of a path.
#[derive(Default)]
pub(super) struct Line(pub String);

impl Line {
    pub fn segment(&mut self, from: Point, to: Point) {
        self.through(&[from, to]);
    }

    /// A single point is a dot, as ends are round.
    fn through(&mut self, points: &[Point]) {
        for (index, &(x, y)) in points.iter().enumerate() {
            self.0.push(if index == 0 { 'M' } else { 'L' });
            push(&mut self.0, x);
            self.0.push(' ');
            push(&mut self.0, y);
        }
        if let [_] = points {
            self.0 += "h0";
        }
    }
}

/// To a tenth. Curves have thousands of places, and asking the browser to print each would take too long.
fn push(text: &mut String, length: f64) {
    let tenths = (length * 10.0).round() as i64;
    if tenths < 0 {
        text.push('-');
    }
    *text += &(tenths.abs() / 10).to_string();
    if tenths % 10 != 0 {
        text.push('.');
        *text += &(tenths.abs() % 10).to_string();
    }
}

/// A length as an attribute.
pub(super) fn length(length: f64) -> String {
    let mut text = String::new();
    push(&mut text, length);
    text
}

/// A word at a place; the classes say how it stands there.
pub(super) fn text((x, y): Point, classes: &str, content: &str) -> String {
    let (x, y) = (length(x), length(y));
    format!(r#"<text x="{x}" y="{y}" class="{classes}">{}</text>"#, escape(content))
}

/// The picture, with what it shows in words.
pub(super) fn picture(width: f64, height: f64, label: &str, body: &str) -> String {
    let (width, height, label) = (length(width), length(height), escape(label));
    format!(
        r#"<svg class="figure" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{body}</svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> Plot {
        let scale = Scale::linear(0.0, 1.0);
        Plot { left: 10.0, top: 20.0, width: 100.0, height: 50.0, x: (0.0, 4.0), scale }
    }

    #[test]
    fn values_stand_where_the_axes_say() {
        assert_eq!(plot().place(1.0, 0.5), Some((35.0, 45.0)));
        assert_eq!(plot().place(4.0, 7.0), Some((110.0, 20.0)));
        assert_eq!(plot().place(1.0, f64::NAN), None);
    }

    #[test]
    fn what_is_no_number_breaks_a_path() {
        let values = [(0.0, 0.0), (1.0, 0.5), (2.0, f64::NAN), (3.0, 1.0)];
        assert_eq!(plot().path(values.into_iter()), "M10 70L35 45M85 20h0");
    }

    #[test]
    fn lengths_are_printed_to_a_tenth() {
        assert_eq!([0.0, 12.34, -0.26, 99.96].map(length), ["0", "12.3", "-0.3", "100"]);
    }
}
