//! robots.txt after RFC 9309: which paths of a host a crawler stays away from, and how long it waits
//! between requests. Asked before pages are fetched; feeds are published to be polled and are not asked
//! about. Reads any text without failing.

use std::time::Duration;

/// Bytes that are read of a file, as the RFC has it.
const MOST_BYTES: usize = 500 << 10;
/// Longest wait between two requests that a file can ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(120);

/// The rules of one host for one crawler.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Patterns with whether they allow.
    rules: Vec<(String, bool)>,
    closed: bool,
    delay: Option<Duration>,
}

impl Robots {
    /// Everything is allowed: there is no file.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Nothing is allowed: the host cannot be asked for its rules.
    #[must_use]
    pub fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], closed: true, delay: None }
    }

    /// The rules in a file for the crawler `agent`: those of its own groups, else those of `*`.
    #[must_use]
    pub fn parse(text: &str, agent: &str) -> Self {
        let mut end = text.len().min(MOST_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (mut own, mut others) = (None, None);
        // whom the current group is for, and whether it has begun to state rules
        let (mut for_us, mut for_all, mut stating) = (false, false, true);
        for line in text[..end].trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let key = key.trim().to_ascii_lowercase();
            if key == "user-agent" {
                if stating {
                    (for_us, for_all, stating) = (false, false, false);
                }
                let token = value.split(['/', ' ']).next().unwrap_or_default();
                for_us |= token.eq_ignore_ascii_case(agent);
                for_all |= token == "*";
                if for_us {
                    own.get_or_insert_with(Self::default);
                }
                continue;
            }
            let rule = match key.as_str() {
                "allow" => Some(true),
                "disallow" => Some(false),
                "crawl-delay" => None,
                _ => continue,
            };
            stating = true;
            for (applies, robots) in [(for_us, &mut own), (for_all, &mut others)] {
                if !applies {
                    continue;
                }
                let robots = robots.get_or_insert_with(Self::default);
                match rule {
                    // an empty pattern states nothing
                    Some(allow) if !value.is_empty() => robots.rules.push((value.to_owned(), allow)),
                    Some(_) => {}
                    None => robots.delay = value.parse().ok().and_then(delay).or(robots.delay),
                }
            }
        }
        own.or(others).unwrap_or_default()
    }

    /// Whether the rules could not be had, which may pass.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether `path`, with its query, may be fetched: the longest pattern that fits decides, and
    /// allows where two are equally long.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allow)| (pattern.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }

    /// How long to wait between two requests, if the file says.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

fn delay(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok().map(|delay| delay.min(LONGEST_DELAY))
}

/// `*` stands for any characters, `$` at the end for the end of the path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, cases: &[(&str, bool)]) {
        let robots = Robots::parse(text, "wiredesk");
        for &(path, allowed) in cases {
            assert_eq!(robots.allows(path), allowed, "{path} in\n{text}");
        }
    }

    #[test]
    fn the_longest_pattern_decides() {
        check(
            "User-agent: *\nDisallow: /private\nAllow: /private/press\nDisallow: /*.pdf$\nDisallow: /*?print=\n",
            &[
                ("/", true),
                ("/private", false),
                ("/private/a", false),
                ("/private/press/1", true),
                ("/a/b.pdf", false),
                ("/a/b.pdf?x", true),
                ("/a?print=1", false),
            ],
        );
        check("User-agent: *\nDisallow: /a\nAllow: /a", &[("/a", true)]);
        check("User-agent: *\nDisallow:", &[("/a", true)]);
        check("User-agent: *\nDisallow: /*a*b$", &[("/xaxb", false), ("/xaxbx", true), ("/ba", true)]);
    }

    #[test]
    fn own_groups_beat_those_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: WireDesk/1.0\nDisallow: /no # not this\n\
                    Crawl-delay: 2.5\nuser-agent: third\nDisallow: /third\nUSER-AGENT: wiredesk\nDisallow: /more";
        check(text, &[("/", true), ("/no", false), ("/third", true), ("/more", false)]);
        assert_eq!(Robots::parse(text, "wiredesk").delay(), Some(Duration::from_millis(2500)));
        check("User-agent: *\nDisallow: /\nUser-agent: wiredesk\nDisallow:\n", &[("/a", true)]);
        check("User-agent: *\nDisallow: /\nUser-agent: wiredesk\n", &[("/a", true)]);
    }

    #[test]
    fn no_rules_allow_everything_and_a_closed_host_nothing() {
        check("", &[("/a", true)]);
        check("<html>Not found: sorry</html>\nDisallow: /", &[("/a", true)]);
        assert!(!Robots::closed().allows("/a") && Robots::closed().is_closed());
        for (written, delay) in [("-1", None), ("NaN", None), ("soon", None), ("1e9", Some(LONGEST_DELAY))] {
            let text = format!("User-agent: *\nCrawl-delay: {written}");
            assert_eq!(Robots::parse(&text, "wiredesk").delay(), delay, "{written}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([Uu]ser-agent|[Dd]isallow|Allow|Crawl-delay|é|:|/|\\*|\\$|#|\n| |[a-z0-9]){0,60}", path in "/[a-z/*$é]{0,20}") {
            let _ = Robots::parse(&text, "wiredesk").allows(&path);
        }
    }
}
