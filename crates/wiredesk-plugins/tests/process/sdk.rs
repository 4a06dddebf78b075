//! The Python SDK, and the plugins in `examples/plugins` on their own cases.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Value, json};
use wiredesk_core::{
    Document, LayerName,
    document::Article,
    exchange::{Unit, layer_json},
};
use wiredesk_plugins::{
    Manifest,
    process::{Spec, extractor},
};

use crate::{ask, codes, count, has, message, root, spec};

#[tokio::test]
async fn what_a_python_function_does_wrong_costs_its_document() {
    if !has("python3") {
        return;
    }
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk/python");
    let spec = Arc::new(spec(&["python3", "prints.py"], json!({"label": "ok"}), |manifest| {
        let env = &mut manifest.process.as_mut().unwrap().env;
        env.insert("PYTHONPATH".to_owned(), sdk.to_str().unwrap().to_owned());
    }));
    let texts = ["plain", "RAISE", "DROP", "SETS", "LAYERS", ""];
    let found = ask(&mut *extractor(spec.clone()), &texts).await;
    assert_eq!(codes(&found), ["ok", "exception", "drop", "exception", "ok", "nothing"], "{found:?}");
    assert_eq!(message(&found[1]), "ValueError: told to raise");
    assert_eq!([count(&spec, "plugin_started"), count(&spec, "plugin_crashed")], [1, 0]);
}

/// A plugin in `examples/plugins` finds in its cases what they expect.
async fn check(name: &str, program: &str) {
    if !has(program) {
        return;
    }
    let folder = root().join("examples/plugins").join(name);
    let manifest = Manifest::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let mut cases = 0;
    for file in fs::read_dir(folder.join("cases")).unwrap() {
        let file = file.unwrap().path();
        let case: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let guard = vec![env!("CARGO_BIN_EXE_plugin-guard").into()];
        let spec = Spec::new(&manifest, case["options"].clone(), &folder, Some(guard), Arc::default()).unwrap();
        let text = case["article"]["text"].as_str().unwrap().to_owned();
        let article = Article { key: "case".to_owned(), text: text.into(), ..Article::default() };
        let mut document = Document::new("cases".into(), article, jiff::Timestamp::UNIX_EPOCH);
        let found = extractor(Arc::new(spec)).extract(&[&document]).await.remove(0).unwrap();
        let layer: LayerName = "acme/tickers".parse().unwrap();
        document.merge(found, std::slice::from_ref(&layer)).unwrap();
        let json = layer_json(&document, &layer, Unit::CodePoints).unwrap();
        let mut found: Vec<Value> = serde_json::from_str(&json).unwrap();
        for (annotation, at) in found.iter_mut().zip(&document.layers.extensions["acme/tickers"]) {
            // a case says what its spans cover, so that people can read it
            annotation["text"] = at.span.slice(&document.text).into();
        }
        let found = Value::Array(found);
        assert_eq!(found, case["expected"]["acme/tickers"], "{}", file.display());
        cases += 1;
    }
    assert!(cases > 0, "{name} has no cases");
}

#[tokio::test]
async fn the_python_example_holds_its_cases() {
    check("tickers_python", "python3").await;
}

#[tokio::test]
async fn the_node_example_holds_its_cases() {
    check("tickers_node", "node").await;
}

#[test]
fn the_example_carries_the_sdk_as_it_is() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let sdk = read("crates/wiredesk-plugins/sdk/python/wiredesk_plugin.py");
    assert_eq!(sdk, read("examples/plugins/tickers_python/wiredesk_plugin.py"));
}
