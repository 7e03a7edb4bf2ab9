//! HTML as text, for what is shown as a whole and may be saved as a whole: it is smaller code than as many
//! elements would be.

/// Text that HTML shows as it is, also within an attribute's quotes.
pub fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_type_stays_text() {
        assert_eq!(escaped("<b>a & \"b\""), "&lt;b&gt;a &amp; &quot;b&quot;");
    }
}
