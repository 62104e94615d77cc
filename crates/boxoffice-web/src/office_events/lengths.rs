//! Lengths of time as organizers type them: minutes and seconds for a hold, hours for a deadline.
//! What is shown reads back as the very same number of seconds, so that saving a form changes nothing. Percents too.

use boxoffice_domain::cancellation::WHOLE_BP;

/// `10:00`, `0:05`; a plain number is minutes.
pub(super) fn parse_minutes(text: &str) -> Option<i64> {
    parse(text, &[60, 1])
}

/// Minutes and seconds.
pub(super) fn show_minutes(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// `24`, `1:30`, `0:00:30`.
pub(super) fn parse_hours(text: &str) -> Option<i64> {
    parse(text, &[3_600, 60, 1])
}

/// Hours, and minutes and seconds only where there are some.
pub(super) fn show_hours(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (minutes, rest) {
        (0, 0) => hours.to_string(),
        (_, 0) => format!("{hours}:{minutes:02}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}"),
    }
}

/// `10`, `7.5`, `7,25`, as hundredths of a percent; nothing is none.
pub(super) fn parse_percent(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok().filter(|bp| *bp <= WHOLE_BP)
}

/// Hundredths of a percent as they are typed; empty: none.
pub(super) fn show_percent(bp: i64) -> String {
    match (bp / 100, bp % 100) {
        (0, 0) => String::new(),
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}

fn parse(text: &str, units: &[i64]) -> Option<i64> {
    let mut seconds = 0_i64;
    for (at, part) in text.trim().split(':').enumerate() {
        let unit = units.get(at)?;
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse::<i64>().ok().filter(|number| is_number && (at == 0 || *number < 60))?;
        seconds = seconds.checked_add(number.checked_mul(*unit)?)?;
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_the_same_length() {
        for seconds in [0, 5, 59, 60, 61, 90, 600, 3_599, 3_600, 5_400, 86_400, 90_061] {
            assert_eq!(parse_minutes(&show_minutes(seconds)), Some(seconds));
            assert_eq!(parse_hours(&show_hours(seconds)), Some(seconds));
        }
        assert_eq!((show_minutes(45), show_hours(86_400)), ("0:45".into(), "24".into()));
    }

    #[test]
    fn percents_read_back_and_end_at_a_hundred() {
        for bp in [0, 1, 750, 1_000, 10_000] {
            assert_eq!(parse_percent(&show_percent(bp)), Some(bp));
        }
        assert_eq!((parse_percent("7,5"), parse_percent(" 10 ")), (Some(750), Some(1_000)));
        for text in ["100.01", "-1", "1.234", "ten", ".5", "1e2"] {
            assert_eq!(parse_percent(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused_and_never_guessed() {
        assert_eq!((parse_minutes(" 10 "), parse_hours("1:30")), (Some(600), Some(5_400)));
        for text in ["", "soon", "-1", "+1", "1:60", "1:2:3", "1.5", ":30", "9223372036854775807"] {
            assert_eq!(parse_minutes(text), None, "{text}");
        }
    }
}
