//! A plan as people, Mermaid and scripts read it: what `wiredesk plan` prints, with the capacity
//! of the channel on every arrow.

use std::fmt::{self, Write};

use serde_json::{Value, json};
use wiredesk_core::{
    LayerName,
    options::{Duration, Size},
};

use crate::plan::{CommitPolicy, PipelinePlan, Plan, StagePlan};

/// For people: one pipeline below the other, documents flow downwards.
#[must_use]
pub fn text(plan: &Plan) -> String {
    let mut out = String::new();
    for (number, pipeline) in plan.pipelines.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = pipeline_text(&mut out, pipeline);
    }
    out
}

fn pipeline_text(out: &mut String, pipeline: &PipelinePlan) -> fmt::Result {
    let width = ids(pipeline).map(str::len).max().unwrap_or(0);
    let arrow = format!("  │ {} × {} documents", pipeline.queue, pipeline.batch);
    writeln!(out, "pipeline {}", pipeline.id)?;
    for source in &pipeline.sources {
        writeln!(out, "  {:width$}  source, {}", source.id, source.component)?;
    }
    for stage in &pipeline.stages {
        let workers = if stage.workers == 1 { "1 worker".to_owned() } else { format!("{} workers", stage.workers) };
        let named = if *stage.id == *stage.component { String::new() } else { format!(", {}", stage.component) };
        writeln!(out, "{arrow}")?;
        write!(out, "  {:width$}  {}{named}: {workers}", stage.id, flow(stage))?;
        writeln!(out, ", {} per document, {} on error", Duration(stage.timeout), plain(&json!(stage.on_error)))?;
    }
    writeln!(out, "{arrow}, to each")?;
    for sink in &pipeline.sinks {
        let CommitPolicy { documents, bytes, interval } = sink.commit;
        write!(out, "  {:width$}  sink, {}: ", sink.id, sink.component)?;
        let (bytes, interval) = (Size(bytes as u64), Duration(interval));
        writeln!(out, "commits at {documents} documents, {bytes} or {interval}")?;
    }
    Ok(())
}

/// "needs entities, uses times, gives quotes".
fn flow(stage: &StagePlan) -> String {
    let declaration = &stage.declaration;
    let parts = [("needs", &declaration.requires), ("uses", &declaration.uses), ("gives", &declaration.provides)];
    let parts = parts.into_iter().filter(|(_, layers)| !layers.is_empty());
    let parts: Vec<String> = parts.map(|(verb, layers)| format!("{verb} {}", names(layers).join(" "))).collect();
    parts.join(", ")
}

fn names(layers: &[LayerName]) -> Vec<String> {
    layers.iter().map(ToString::to_string).collect()
}

fn ids(pipeline: &PipelinePlan) -> impl Iterator<Item = &str> {
    let sources = pipeline.sources.iter().map(|source| &*source.id);
    let stages = pipeline.stages.iter().map(|stage| &*stage.id);
    sources.chain(stages).chain(pipeline.sinks.iter().map(|sink| &*sink.id))
}

/// A Mermaid flowchart.
#[must_use]
pub fn mermaid(plan: &Plan) -> String {
    let mut out = String::from("flowchart LR\n");
    for pipeline in &plan.pipelines {
        // Writing to a string cannot fail.
        let _ = pipeline_mermaid(&mut out, pipeline);
    }
    out
}

fn pipeline_mermaid(out: &mut String, pipeline: &PipelinePlan) -> fmt::Result {
    let at = &pipeline.id;
    let arrow = format!("-->|{} × {}|", pipeline.queue, pipeline.batch);
    writeln!(out, "  subgraph {at}")?;
    let mut ends = Vec::new();
    for source in &pipeline.sources {
        let node = format!("{at}_source_{}", source.id);
        writeln!(out, "    {node}([\"{}<br>{}\"])", source.id, source.component)?;
        ends.push(node);
    }
    for stage in &pipeline.stages {
        let node = format!("{at}_extractor_{}", stage.id);
        let layers = names(&stage.declaration.provides).join(", ");
        writeln!(out, "    {node}[\"{} × {}<br>{layers}\"]", stage.id, stage.workers)?;
        for end in ends.drain(..) {
            writeln!(out, "    {end} {arrow} {node}")?;
        }
        ends.push(node);
    }
    for sink in &pipeline.sinks {
        let node = format!("{at}_sink_{}", sink.id);
        writeln!(out, "    {node}[(\"{}<br>{}\")]", sink.id, sink.component)?;
        for end in &ends {
            writeln!(out, "    {end} {arrow} {node}")?;
        }
    }
    writeln!(out, "  end")
}

/// For scripts.
#[must_use]
pub fn json(plan: &Plan) -> Value {
    let pipelines: Vec<Value> = plan.pipelines.iter().map(pipeline_json).collect();
    json!({
        "daemon": {
            "state": plan.daemon.state,
            "shutdown_deadline": Duration(plan.daemon.shutdown_deadline),
            "stuck_after": Duration(plan.daemon.stuck_after),
        },
        "pipelines": pipelines,
    })
}

fn pipeline_json(pipeline: &PipelinePlan) -> Value {
    let sources = pipeline.sources.iter().map(|source| json!({"id": source.id, "type": source.component}));
    let stages = pipeline.stages.iter().map(|stage| {
        json!({
            "id": stage.id,
            "type": stage.component,
            "version": stage.version,
            "requires": names(&stage.declaration.requires),
            "uses": names(&stage.declaration.uses),
            "provides": names(&stage.declaration.provides),
            "languages": stage.declaration.languages,
            "workers": stage.workers,
            "timeout": Duration(stage.timeout),
            "on_error": stage.on_error,
        })
    });
    let sinks = pipeline.sinks.iter().map(|sink| {
        let CommitPolicy { documents, bytes, interval } = sink.commit;
        let commit = json!({"documents": documents, "bytes": Size(bytes as u64), "interval": Duration(interval)});
        json!({"id": sink.id, "type": sink.component, "commit": commit})
    });
    json!({
        "id": pipeline.id,
        "batch": pipeline.batch,
        "queue": pipeline.queue,
        "sources": sources.collect::<Vec<_>>(),
        "extractors": stages.collect::<Vec<_>>(),
        "sinks": sinks.collect::<Vec<_>>(),
    })
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
