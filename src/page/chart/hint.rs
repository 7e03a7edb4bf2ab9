//! What stands in place of the curves before there are any: what to do and what to watch for.

use super::metric::Metric;

pub(super) fn hint(metric: Metric) -> &'static str {
    match metric {
        Metric::Loss => {
            "<p class=lead>Press <b>Train</b> to see the curves grow.</p>\
             <p>Watch the gap: when the dashed training loss keeps falling while the solid \
             validation loss turns upwards, the network has begun to learn its examples by \
             heart. That is overfitting.</p>"
        }
        Metric::Accuracy => {
            "<p class=lead>How many digits does it read right?</p>\
             <p>The solid curve counts on 10,000 digits that the network never learns from. \
             If both curves stay low, it underfits; if only the solid one does, it overfits.</p>"
        }
    }
}
