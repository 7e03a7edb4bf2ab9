//! When and where a report is written.

/// Today and now by the reader's clock: "2025-03-09 14:05".
pub fn date() -> String {
    let now = js_sys::Date::new_0();
    let two = |number: u32| if number < 10 { format!("0{number}") } else { number.to_string() };
    let (month, day) = (two(now.get_month() + 1), two(now.get_date()));
    let (hours, minutes) = (two(now.get_hours()), two(now.get_minutes()));
    format!("{}-{month}-{day} {hours}:{minutes}", now.get_full_year())
}

/// What the browser calls itself.
pub fn browser() -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    agent.unwrap_or_default()
}
