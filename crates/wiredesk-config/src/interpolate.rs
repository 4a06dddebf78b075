//! `${VAR}`, `${VAR:-default}` and `$${` inside a string value, after the file was parsed.

/// What is wrong with a `${…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The variable is not set and has no default.
    Unset(String),
    /// Not of the form `${NAME}` or `${NAME:-default}`.
    Malformed(String),
}

/// Replaces every `${VAR}`; `Ok(None)` if there is none. A default may be empty but holds no `}`.
pub(crate) fn interpolate<'v>(
    text: &str,
    variable: impl Fn(&str) -> Option<&'v str>,
) -> Result<Option<String>, Vec<Unusable>> {
    let mut rest = text;
    let (mut out, mut wrong, mut changed) = (String::with_capacity(text.len()), Vec::new(), false);
    while let Some(at) = rest.find("${") {
        changed = true;
        if rest[..at].ends_with('$') {
            out.push_str(&rest[..at]);
            out.push('{');
            rest = &rest[at + 2..];
            continue;
        }
        out.push_str(&rest[..at]);
        let Some(length) = rest[at..].find('}') else {
            wrong.push(Unusable::Malformed(rest[at..].to_owned()));
            break;
        };
        let inner = &rest[at + 2..at + length];
        let (name, default) = inner.split_once(":-").map_or((inner, None), |(name, default)| (name, Some(default)));
        if !is_variable(name) {
            wrong.push(Unusable::Malformed(rest[at..=at + length].to_owned()));
        } else if let Some(value) = variable(name).filter(|value| default.is_none() || !value.is_empty()).or(default) {
            out.push_str(value);
        } else {
            wrong.push(Unusable::Unset(name.to_owned()));
        }
        rest = &rest[at + length + 1..];
    }
    out.push_str(rest);
    if wrong.is_empty() { Ok(changed.then_some(out)) } else { Err(wrong) }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_defaults_and_escapes() {
        let get = |name: &str| match name {
            "HOME" => Some("/home/ada"),
            "EMPTY" => Some(""),
            "NESTED" => Some("${HOME}"),
            _ => None,
        };
        for (text, wanted) in [
            ("plain $5 {x}", None),
            ("${HOME}/news", Some("/home/ada/news")),
            ("a${HOME}b${HOME}", Some("a/home/adab/home/ada")),
            ("${NOT:-out}/x", Some("out/x")),
            ("${NOT:-}", Some("")),
            ("${EMPTY}", Some("")),
            ("${EMPTY:-full}", Some("full")),
            ("$${HOME}", Some("${HOME}")),
            ("é$${é${HOME}é", Some("é${é/home/adaé")),
            ("${NESTED}", Some("${HOME}")),
        ] {
            assert_eq!(interpolate(text, get), Ok(wanted.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn every_unusable_reference_is_named() {
        let found = interpolate("${A} ${} ${B-x} ${C", |_| None).unwrap_err();
        let malformed = |text: &str| Unusable::Malformed(text.to_owned());
        assert_eq!(found, [Unusable::Unset("A".into()), malformed("${}"), malformed("${B-x}"), malformed("${C")]);
    }
}
