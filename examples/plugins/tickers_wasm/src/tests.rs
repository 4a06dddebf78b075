//! Runs the extractor natively. Cases that the daemon runs as well are in `cases/`.

use wiredesk_guest::testing::extract;

use super::*;

/// What is found, as `text=label` or `text=label value`.
fn check(options: &str, text: &str, expected: &[&str]) {
    let found = extract::<Tickers>(options, text);
    let said = |annotation: wiredesk_guest::Annotation| {
        let value = annotation.value().map(|value| format!(" {value}")).unwrap_or_default();
        format!("{}={}{value}", &text[annotation.range()], annotation.label())
    };
    assert_eq!(found.annotations().map(said).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn symbols_behind_an_exchange_are_found_in_brackets() {
    let nyse = r#"{"exchange":"NYSE"}"#;
    check("{}", "Acme (NYSE: ACM) rose", &[&format!("ACM=ACM {nyse}")]);
    check("{}", "(NYSE:A)(NYSE: BRK.B)", &[&format!("A=A {nyse}"), &format!("BRK.B=BRK.B {nyse}")]);
    let others = r#"(NASDAQ: A), (LSE: B), (TSX: C), (ASX: D)"#;
    check(
        "{}",
        others,
        &[
            r#"A=A {"exchange":"NASDAQ"}"#,
            r#"B=B {"exchange":"LSE"}"#,
            r#"C=C {"exchange":"TSX"}"#,
            r#"D=D {"exchange":"ASX"}"#,
        ],
    );
    for none in [
        "(NYSE:  ACM)",
        "(NYSE ACM)",
        "(nyse: ACM)",
        "(NYSE: acm)",
        "(NYSE: ABCDEF)",
        "(NYSE: ACM.BC)",
        "(NYSE: ACM.)",
        "(NYSE: ACM",
        "(NYSE: )",
        "NYSE: ACM",
        "( NYSE: ACM)",
        "(XETRA: ACM)",
        "(",
        "(NYSE",
        "(NYSE:",
    ] {
        check("{}", none, &[]);
    }
}

#[test]
fn cashtags_stand_alone() {
    check("{}", "$ACM, ($B) and “$ABCDE”: $BRK.B", &["ACM=ACM", "B=B", "ABCDE=ABCDE", "BRK=BRK"]);
    for none in ["$ABCDEF", "$Acm", "$AC1", "US$ACM", "é$ACM", "5$ACM", "$ACMé", "$ACM٣", "$", "$ ACM", "$5"] {
        check("{}", none, &[]);
    }
    check("{}", "$$ACM $B$C", &["ACM=ACM", "B=B"]);
}

#[test]
fn the_longest_name_that_stands_alone_counts() {
    let name = |text: &str, symbol: &str| format!("{text}={symbol} {{\"name\":true}}");
    check("{}", "Bright Harbor Shipping sank", &[&name("Bright Harbor Shipping", "BHSH")]);
    check("{}", "Bright Harbor Shippings", &[&name("Bright Harbor", "BRHB")]);
    check("{}", "Øresund Textiles’ owner", &[&name("Øresund Textiles", "OTX")]);
    check("{}", "Pellworth-Pellworth", &[&name("Pellworth", "PLW"), &name("Pellworth", "PLW")]);
    for none in ["Pellworths", "xPellworth", "éPellworth", "Pellworthé", "3Pellworth", "pellworth", "Pellwort"] {
        check("{}", none, &[]);
    }
}

#[test]
fn what_was_found_is_not_looked_at_again() {
    let options = r#"{"names": {"ACM": "NAME", "B": "X", "(NYSE": "SIGN"}}"#;
    check(options, "(NYSE: ACM) $B ACM", &[r#"ACM=ACM {"exchange":"NYSE"}"#, "B=B", r#"ACM=NAME {"name":true}"#]);
    check(options, "(NYSE)", &[r#"(NYSE=SIGN {"name":true}"#]);
}

#[test]
fn names_of_the_configuration_replace_the_built_in_ones() {
    let options = r#"{"names": {"Søndre Bank": "SB", "Søndre": "S"}}"#;
    check(options, "Søndre Bank, Søndre, Pellworth", &[r#"Søndre Bank=SB {"name":true}"#, r#"Søndre=S {"name":true}"#]);
    check(r#"{"names": {}}"#, "Pellworth $ACM", &["ACM=ACM"]);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    for (options, message) in [
        ("", "at byte 0: expected a value"),
        (r#"{"names": 5}"#, "`names` must be a table of names and symbols"),
        (r#"{"names": {"A": 5}}"#, "the symbol of `A` in `names` must be a string"),
        (r#"{"names": {"": "A"}}"#, "`names` has an empty name"),
    ] {
        assert_eq!(Tickers::new(options).err().as_deref(), Some(message));
    }
}

#[test]
fn the_built_in_names_are_all_found() {
    for (name, symbol) in tickers::NAMES {
        check("{}", name, &[&format!("{name}={symbol} {{\"name\":true}}")]);
    }
}

#[test]
fn the_cases_of_the_daemon_hold_natively() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case = json::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let text = case.get("article").and_then(|article| article.get("text")).and_then(json::Value::as_str).unwrap();
        let options = case.get("options").map_or("{}".to_owned(), json::Value::to_string);
        let found = extract::<Tickers>(&options, text);
        // cases count characters, extractors bytes
        let characters = |end: usize| text[..end].chars().count();
        let said = |annotation: wiredesk_guest::Annotation| {
            let range = annotation.range();
            format!(
                r#"{{"span":[{},{}],"text":{},"label":{},"value":{}}}"#,
                characters(range.start),
                characters(range.end),
                json::quoted(&text[range]),
                json::quoted(annotation.label()),
                annotation.value().unwrap_or("null"),
            )
        };
        let found: Vec<String> = found.annotations().map(said).collect();
        let expected = case.get("expected").and_then(|layers| layers.get("acme/tickers")).unwrap();
        let expected: Vec<String> = expected.items().unwrap().iter().map(json::Value::to_string).collect();
        assert_eq!(found, expected, "{}", path.display());
    }
}
