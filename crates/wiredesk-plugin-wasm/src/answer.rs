//! What a plugin gives back: checks one outcome against its document and turns it into findings, or
//! into a failure of that document. Nothing is taken over unchecked.

use std::{borrow::Cow, sync::Arc};

use wiredesk_core::{
    Document, LayerName, Layers, Span,
    annotation::Annotation,
    document::Problem,
    error::Failure,
    exchange::{Unit, read_layer},
    extractor::Findings,
};

use crate::{
    contract::{
        exports::wiredesk::extractor::guest::Outcome,
        wiredesk::extractor::types::{self, LayerResult},
    },
    crash::capped,
    instance::Setup,
};

/// Bytes of a code that a plugin makes up.
const CODE: usize = 64;
/// Bytes of a message or reason of a plugin.
const MESSAGE: usize = 2 << 10;
/// Problems of one document.
const PROBLEMS: usize = 20;

/// What a plugin may provide, by its index in the manifest.
pub(crate) struct Provided {
    plugin: Arc<str>,
    layers: Vec<LayerName>,
    /// Annotations, or items of one built-in layer.
    most: usize,
}

impl Provided {
    pub(crate) fn new(setup: &Setup) -> Result<Self, Failure> {
        let layers = setup.declaration.provides.clone();
        if layers.contains(&LayerName::Text) {
            let message =
                format!("plugin `{}` is to provide `text`, which no plugin can; take it out of `provides`", setup.name);
            return Err(Failure::fatal("manifest", message));
        }
        Ok(Self { plugin: setup.name.clone(), layers, most: setup.limits.annotations })
    }

    /// Findings of one document.
    pub(crate) fn findings(&self, document: &Document, outcome: Outcome) -> Result<Findings, Failure> {
        match outcome {
            Outcome::Found(found) => {
                let mut layers = Layers::default();
                self.annotations(&document.text, found.annotations, &mut layers)?;
                self.built_in(document, &found.layers, &mut layers)?;
                Ok(Findings { layers, problems: self.problems(found.problems), ..Findings::default() })
            }
            Outcome::Drop(reason) => {
                let reason = if reason.is_empty() { "no reason given".into() } else { capped(reason, MESSAGE) };
                Ok(Findings { drop: Some(reason), ..Findings::default() })
            }
            Outcome::Failed(problem) => Err(Failure::reject(code(problem.code), capped(problem.message, MESSAGE))),
        }
    }

    fn annotations(&self, text: &str, found: Vec<types::Annotation>, layers: &mut Layers) -> Result<(), Failure> {
        if found.is_empty() {
            return Ok(());
        }
        if found.len() > self.most {
            let message = format!("{} annotations, at most {} are taken for one document", found.len(), self.most);
            return Err(Failure::reject("too-many-annotations", message));
        }
        let mut lists: Vec<Vec<Annotation>> = self.layers.iter().map(|_| Vec::new()).collect();
        let whole = found.len();
        for (number, annotation) in found.into_iter().enumerate() {
            let index = usize::from(annotation.layer);
            let Some(LayerName::Extension(name)) = self.layers.get(index) else {
                return Err(self.wrong_layer(number, index));
            };
            let span = Span::new(text, annotation.start as usize..annotation.end as usize).map_err(|error| {
                Failure::reject("invalid-span", format!("annotation {number} of layer `{name}`: {error}"))
            })?;
            let value = annotation.value.as_deref().map(serde_json::from_str).transpose().map_err(|error| {
                let message = format!("annotation {number} of layer `{name}`: its value is no JSON: {error}");
                Failure::reject("invalid-value", message)
            })?;
            let list = &mut lists[index];
            if number == 0 {
                list.reserve(whole); // mostly all are of one layer
            }
            list.push(Annotation { span, label: annotation.label, value });
        }
        for (name, mut list) in self.layers.iter().zip(lists) {
            if let (LayerName::Extension(name), false) = (name, list.is_empty()) {
                // layers are kept in text order, whatever order they are given in
                if !list.is_sorted_by_key(|annotation| annotation.span) {
                    list.sort_by_key(|annotation| annotation.span);
                }
                layers.extensions.insert(name.clone(), list);
            }
        }
        Ok(())
    }

    fn wrong_layer(&self, number: usize, index: usize) -> Failure {
        let why = match self.layers.get(index) {
            Some(layer) => format!("`{layer}` is built in; give it as JSON in `layers`"),
            None => format!("its manifest provides {} layers", self.layers.len()),
        };
        Failure::reject("invalid-layer", format!("annotation {number} is of layer {index}: {why}"))
    }

    fn built_in(&self, document: &Document, found: &[LayerResult], layers: &mut Layers) -> Result<(), Failure> {
        if found.is_empty() {
            return Ok(());
        }
        let mut named: Vec<(LayerName, &str)> = Vec::with_capacity(found.len());
        for LayerResult { name, json } in found {
            let wrong = |why: &str| {
                let name = &name[..name.floor_char_boundary(CODE)];
                Err(Failure::reject("invalid-layer", format!("layer `{name}` {why}")))
            };
            match name.parse::<LayerName>() {
                Ok(LayerName::Extension(_)) => return wrong("is not built in; give it as annotations"),
                Ok(layer) if named.iter().any(|(known, _)| *known == layer) => return wrong("is given twice"),
                Ok(layer) if self.layers.contains(&layer) => named.push((layer, json)),
                _ => return wrong("is not one its manifest provides"),
            }
        }
        // references to entities are checked where the findings are merged
        let offsets = Unit::Bytes.offsets(&document.text);
        for (layer, json) in named {
            read_layer(&layer, json, &document.text, &offsets, self.most, layers)
                .map_err(|error| Failure::reject(error.code, capped(error.to_string(), MESSAGE)))?;
        }
        Ok(())
    }

    fn problems(&self, found: Vec<types::Problem>) -> Vec<Problem> {
        let left_out = found.len().saturating_sub(PROBLEMS);
        let problem = |code, message| Problem { stage: self.plugin.clone(), code, message };
        let mut problems: Vec<Problem> = (found.into_iter().take(PROBLEMS))
            .map(|found| problem(code(found.code), capped(found.message, MESSAGE)))
            .collect();
        if left_out > 0 {
            problems.push(problem("too-many-problems".into(), format!("{left_out} more problems left out")));
        }
        problems
    }
}

/// A plugin's code if it has the form of one; counters are named by it.
fn code(code: String) -> Cow<'static, str> {
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (1..=CODE).contains(&code.len()) && code.bytes().all(kebab) { code.into() } else { "failed".into() }
}
