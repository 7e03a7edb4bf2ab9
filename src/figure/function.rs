//! An activation and its derivative.

use super::plot::{Plot, picture, text};
use crate::guide::Formula;
use crate::page::chart::scale::Scale;
use crate::page::chart::ticks;

const WIDTH: f64 = 200.0;
const HEIGHT: f64 = 130.0;
/// From −5 to 5.
const REACH: f64 = 5.0;
const HALF_STEPS: u32 = 50;

/// f (solid) and f' (dashed) for z from −5 to 5.
pub fn function_plot(formula: &Formula) -> String {
    let points = [half(formula, -1.0), half(formula, 1.0)];
    let values = points.iter().flatten().flat_map(|&(_, f, derivative)| [f, derivative]);
    let (low, high) =
        values.fold((0.0, 1.0), |(low, high), value| (f64::min(low, value), f64::max(high, value)));
    let margin = 0.06 * (high - low);
    let plot = Plot {
        left: 28.0,
        top: 20.0,
        width: WIDTH - 36.0,
        height: HEIGHT - 40.0,
        x: (-REACH, REACH),
        scale: Scale::linear(low - margin, high + margin),
    };
    let path = |of: fn((f64, f64, f64)) -> f64| -> String {
        // Half by half, since the derivative may jump at 0.
        points.iter().map(|half| plot.path(half.iter().map(|&at| (at.0, of(at))))).collect()
    };
    let body = format!(
        "{}{}<path class=\"function\" d=\"{}\"/><path class=\"derivative\" d=\"{}\"/>{}",
        text((plot.left, 12.0), "title", formula.name),
        plot.axes(&ticks::linear(-REACH, REACH, 2), 3),
        path(|(_, f, _)| f),
        path(|(_, _, derivative)| derivative),
        legend(plot.right())
    );
    let label = format!("{} and its derivative, for z from −5 to 5", formula.name);
    picture(WIDTH, HEIGHT, &label, &body)
}

/// z, f and f' on one side of 0, from left to right.
fn half(formula: &Formula, side: f64) -> Vec<(f64, f64, f64)> {
    let at = |step: u32| {
        // Beside 0 rather than on it.
        let z = side * (REACH * f64::from(step) / f64::from(HALF_STEPS)).max(1e-9);
        let (f, derivative) = formula.at(z);
        (z, f, derivative)
    };
    match side < 0.0 {
        true => (0..=HALF_STEPS).rev().map(at).collect(),
        false => (0..=HALF_STEPS).map(at).collect(),
    }
}

/// Beside the title.
fn legend(right: f64) -> String {
    let entry = |x: f64, class: &str, word: &str| {
        let d = format!("M{} 8h14", super::plot::length(x));
        format!(r#"<path class="{class}" d="{d}"/>{}"#, text((x + 17.0, 12.0), "", word))
    };
    entry(right - 80.0, "function", "f(z)") + &entry(right - 38.0, "derivative", "f′(z)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::formulas;

    /// The path of this class.
    fn path<'a>(svg: &'a str, class: &str) -> &'a str {
        let start = svg.find(&format!(r#"class="{class}" d=""#)).unwrap();
        svg[start..].split('"').nth(3).unwrap()
    }

    #[test]
    fn the_curves_are_those_of_the_functions() {
        let [sigmoid, _, relu, _] = formulas().map(|formula| function_plot(&formula));
        // In the middle sigmoid is 0.5, halfway up, and its slope a quarter.
        assert!(path(&sigmoid, "function").contains("110 65"), "{sigmoid}");
        assert!(path(&sigmoid, "derivative").contains("110 85.1"), "{sigmoid}");
        // The slope of ReLU has two values and nothing between them.
        let heights = path(&relu, "derivative").split(['M', 'L']).skip(1);
        let mut heights: Vec<&str> = heights.filter_map(|at| Some(at.split_once(' ')?.1)).collect();
        heights.dedup();
        assert_eq!(heights.len(), 2, "{relu}");
    }
}
