//! Counting what ran: lines that nextest, cargo's own harness and Playwright print at their end.

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    /// One check of its own.
    pub(crate) fn one(passed: bool) -> Self {
        if passed { Self { passed: 1, failed: 0 } } else { Self { passed: 0, failed: 1 } }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// All tests that a test program's output counts; none where it prints no such line.
pub(crate) fn count_tests(output: &str) -> Count {
    let mut count = Count::default();
    for line in output.lines() {
        let line = without_colour(line);
        let line = line.trim();
        let is_total = line.starts_with("Summary [")
            || line.starts_with("test result:")
            || (line.ends_with(')') && line.contains(" passed (") && starts_with_number(line))
            || (line.ends_with(" failed") && starts_with_number(line) && line.split(' ').count() == 2);
        if is_total {
            count.passed += number_before(line, "passed");
            count.failed += number_before(line, "failed") + number_before(line, "timed out");
        }
    }
    count
}

fn starts_with_number(line: &str) -> bool {
    line.starts_with(|letter: char| letter.is_ascii_digit())
}

fn number_before(line: &str, word: &str) -> u64 {
    let Some(at) = line.find(word) else { return 0 };
    line[..at].split(|letter: char| !letter.is_ascii_digit()).rfind(|part| !part.is_empty()).map_or(
        0,
        |digits| {
            // Only a number directly before the word counts.
            let expected = format!("{digits} {word}");
            if line.contains(&expected) { digits.parse().unwrap_or(0) } else { 0 }
        },
    )
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_all_three_test_programs_are_counted() {
        let nextest = "     Summary [   1.534s] 3 tests run: 2 passed, 1 failed, 0 skipped";
        assert_eq!(count_tests(nextest), Count { passed: 2, failed: 1 });
        let cargo = "test result: ok. 17 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(count_tests(cargo), Count { passed: 17, failed: 0 });
        let playwright = "  1 failed\n    a.spec.ts:3:1 › buys\n  15 passed (42.1s)";
        assert_eq!(count_tests(playwright), Count { passed: 15, failed: 1 });
        assert_eq!(count_tests("2 passed over the bridge"), Count::default());
    }
}
