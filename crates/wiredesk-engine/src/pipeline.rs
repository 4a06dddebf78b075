//! One pipeline from its plan to its tasks: `open` builds every component and finds out where to
//! take up again, `spawn` connects them with bounded channels. Called by `run`; it starts nothing
//! before everything is open.

use std::{collections::BTreeMap, sync::Arc};

use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};
use wiredesk_core::{
    Position,
    clock::Clock,
    document::Provenance,
    error::{Disposition, Failure},
    extractor::Worker,
    sink::{Opened, Sink, SinkContext, SourcePosition},
    source::{Mode, Source, SourceContext},
};

use crate::{
    acknowledge::Acknowledgements,
    backoff::Backoff,
    control::Control,
    dead_letters::DeadLetters,
    delivery::Delivery,
    error::{Place, RunError},
    fanout::{self, Fanout},
    intake::Intake,
    memories::{self, Memories, StageMemory},
    metrics::{Component, Role},
    plan::PipelinePlan,
    resume::{self, Ahead},
    stage::{Stage, Strikes},
    state::{Owner, Rememberer, Settlement, State},
    supervise::Activity,
    ticket::{Gapless, Tracker},
};

/// What a pipeline needs of the run it belongs to.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) mode: Mode,
    pub(crate) state: State,
    pub(crate) control: Arc<Control>,
    /// The state folder, for the dead letters and what sources remember.
    pub(crate) folder: Option<std::path::PathBuf>,
}

/// A pipeline whose components are all there.
pub(crate) struct Pipeline {
    plan: PipelinePlan,
    surroundings: Surroundings,
    sources: Vec<(Arc<Component>, Box<dyn Source>)>,
    stages: Vec<OpenStage>,
    sinks: Vec<OpenSink>,
}

struct OpenStage {
    component: Arc<Component>,
    strikes: Strikes,
    memory: Option<Arc<StageMemory>>,
    workers: Vec<Worker>,
}

struct OpenSink {
    component: Arc<Component>,
    sink: Box<dyn Sink>,
    owner: Owner,
    /// The positions it keeps itself.
    own: Option<Vec<SourcePosition>>,
    /// Per source.
    ahead: Vec<Ahead>,
}

impl Pipeline {
    /// Builds and opens all components, sinks first: they know where the sources begin.
    pub(crate) async fn open(plan: PipelinePlan, surroundings: Surroundings) -> Result<Self, RunError> {
        let mut sinks = Vec::new();
        for index in 0..plan.sinks.len() {
            sinks.push(open_sink(&plan, index, &surroundings).await?);
        }
        let mut stages = Vec::new();
        for stage in &plan.stages {
            let remembers = stage.configured.remembers();
            let count = if remembers { 1 } else { stage.workers.max(1) };
            let component = component(&plan, Role::Stage, &stage.id, &stage.component, count);
            component.ask_too(stage.configured.clone());
            let mut workers = Vec::new();
            for _ in 0..count {
                let configured = stage.configured.clone();
                workers.push(build(&component.place, move || configured.build()).await?);
            }
            let (state, version) = (surroundings.state.clone(), stage.version.as_str().into());
            let strikes = Strikes::load(state, stage.component.as_str().into(), version).await;
            let strikes = strikes.map_err(|failure| RunError::Start { place: component.place.clone(), failure })?;
            let mut owner = || Rememberer {
                pipeline: plan.id.clone(),
                extractor: stage.id.clone(),
                component: stage.component.as_str().into(),
                capacity: workers.iter_mut().find_map(capacity).unwrap_or_default(),
            };
            let memory = remembers.then(|| StageMemory::new(owner(), surroundings.state.clone()));
            stages.push(OpenStage { component, strikes, memory, workers });
        }
        let mut pending = Vec::new();
        let remembering = stages.iter().find(|stage| stage.memory.is_some());
        if let Some(place) = remembering.map(|stage| stage.component.place.clone()) {
            let loaded = surroundings.state.pending(&plan.id).await;
            pending = loaded.map_err(|failure| RunError::Start { place, failure })?;
        }
        let mut sources = Vec::new();
        for source in &plan.sources {
            let component = component(&plan, Role::Source, &source.id, &source.component, 1);
            let positions = positions(&source.id, &mut sinks, &surroundings.state).await;
            let positions = positions.map_err(|failure| RunError::Start { place: component.place.clone(), failure })?;
            let (checkpoint, ahead) = resume::join(positions);
            // what became durable in the last moments of an earlier run
            let settled = pending.extract_if(.., |note| note.source == source.id && checkpoint.covers(&note.position));
            let settled =
                settled.map(|note| Settlement { owner: note.owner, document: note.document, keep: note.lasting });
            surroundings.state.settle(settled.collect()).await;
            for (sink, ahead) in sinks.iter_mut().zip(ahead) {
                sink.ahead.push(ahead);
            }
            let Surroundings { clock, mode, folder, .. } = surroundings.clone();
            let folder = folder.map(|folder| folder.join("sources").join(&*source.id));
            let context = SourceContext { id: source.id.clone(), checkpoint, mode, clock, folder };
            let configured = source.configured.clone();
            let source = build(&component.place, move || configured.build(context)).await?;
            sources.push((component, source));
        }
        for OpenStage { component, memory, workers, .. } in &mut stages {
            let Some(memory) = memory.clone() else { continue };
            let Some(mut worker) = workers.pop() else { continue };
            let recalled = move || memories::recall(&memory, &mut worker).map(|()| worker);
            workers.push(build(&component.place, recalled).await?);
        }
        Ok(Self { plan, surroundings, sources, stages, sinks })
    }

    /// Sources, stages and sinks, in the order of the plan.
    pub(crate) fn components(&self) -> impl Iterator<Item = Arc<Component>> {
        let sources = self.sources.iter().map(|(component, _)| component);
        let stages = self.stages.iter().map(|stage| &stage.component);
        sources.chain(stages).chain(self.sinks.iter().map(|sink| &sink.component)).cloned()
    }

    /// Starts all tasks: channels first, then the tasks in the order in which a document meets
    /// them. Answers what can be asked about their progress.
    pub(crate) fn spawn(self, tasks: &mut Tasks) -> Result<Vec<Arc<Activity>>, RunError> {
        let Self { plan, surroundings, sources, stages, sinks } = self;
        let Surroundings { clock, state, control, folder, .. } = surroundings;
        let (batch, queue) = (plan.batch.max(1), plan.queue.max(1));
        let dead_letters = DeadLetters::new(folder.as_deref(), plan.id.clone(), clock);
        let source_ids: Arc<[Arc<str>]> = plan.sources.iter().map(|source| source.id.clone()).collect();
        let acknowledgements: Arc<[Arc<Acknowledgements>]> =
            sources.iter().map(|_| Arc::new(Acknowledgements::new(sinks.len()))).collect();
        let (alive, deliveries) = watch::channel(());
        let (entrance, mut batches) = mpsc::channel(queue);
        let (shares, queues): (Vec<_>, Vec<_>) = sinks.iter().map(|_| mpsc::channel(queue)).unzip();
        let remembering = stages.iter().map(|stage| stage.memory.clone()).collect();
        let memories = Memories::new(remembering, state.clone(), sources.len());
        let provenance = Arc::new(provenance(&plan));
        let mut activities = Vec::new();
        let mut activity = |place: &Place| {
            activities.push(Activity::new(place.clone()));
            activities[activities.len() - 1].clone()
        };

        for (number, (component, source)) in sources.into_iter().enumerate() {
            let place = component.place.clone();
            let intake = Intake {
                source,
                activity: activity(&place),
                control: control.clone(),
                tracker: Tracker::new(place.id.clone(), number, control.clone()),
                provenance: provenance.clone(),
                acknowledgements: acknowledgements[number].clone(),
                deliveries: deliveries.clone(),
                batch,
                component,
            };
            tasks.spawn(place, intake.run(entrance.clone()));
        }
        drop(entrance);
        for (index, OpenStage { component, strikes, memory, workers }) in stages.into_iter().enumerate() {
            let place = component.place.clone();
            let workers = workers.into_iter().map(|worker| (worker, activity(&place))).collect();
            let stage = Stage::new(&plan.stages, index, component, strikes, memory, control.clone());
            let (output, next) = mpsc::channel(queue);
            let input = std::mem::replace(&mut batches, next);
            let started = stage.tasks(workers, input, output);
            for task in started.map_err(|failure| RunError::Start { place: place.clone(), failure })? {
                tasks.spawn(place.clone(), task);
            }
        }
        let place = fanout::place(&plan.id);
        let sinks_in = shares.into_iter().map(Some).collect();
        let (dead, activity_of) = (dead_letters.clone(), activity(&place));
        let fanout = Fanout { dead_letters: dead, activity: activity_of, memories: memories.clone(), sinks: sinks_in };
        tasks.spawn(place, fanout.run(batches));
        for (number, (sink, input)) in sinks.into_iter().zip(queues).enumerate() {
            let place = sink.component.place.clone();
            let delivery = Delivery {
                sink: sink.sink,
                number,
                owner: sink.owner,
                activity: activity(&place),
                component: sink.component,
                control: control.clone(),
                policy: plan.sinks[number].commit,
                keeps_positions: sink.own.is_some(),
                sources: source_ids.clone(),
                ahead: sink.ahead,
                door: Gapless::new(source_ids.len()),
                state: state.clone(),
                dead_letters: dead_letters.clone(),
                memories: memories.clone(),
                acknowledgements: acknowledgements.clone(),
                alive: alive.clone(),
            };
            tasks.spawn(place, delivery.run(input));
        }
        Ok(activities)
    }
}

/// The tasks of a run, each with the place it belongs to.
#[derive(Default)]
pub(crate) struct Tasks {
    pub(crate) set: JoinSet<()>,
    pub(crate) places: std::collections::HashMap<tokio::task::Id, Place>,
}

impl Tasks {
    fn spawn(&mut self, place: Place, task: impl Future<Output = ()> + Send + 'static) {
        let handle = self.set.spawn(task);
        self.places.insert(handle.id(), place);
    }
}

fn component(plan: &PipelinePlan, role: Role, id: &Arc<str>, kind: &str, workers: usize) -> Arc<Component> {
    Component::new(Place { pipeline: plan.id.clone(), role, id: id.clone() }, kind, workers)
}

/// The most notes that a worker wants to be kept.
fn capacity(worker: &mut Worker) -> Option<usize> {
    match worker {
        Worker::Sync(extractor) => extractor.memory().map(|memory| memory.capacity()),
        Worker::Async(_) => None,
    }
}

fn provenance(plan: &PipelinePlan) -> Provenance {
    let stages: BTreeMap<_, _> =
        plan.stages.iter().map(|stage| (stage.id.to_string(), stage.version.clone())).collect();
    Provenance { pipeline: plan.id.to_string(), wiredesk: env!("CARGO_PKG_VERSION").to_owned(), stages }
}

/// Building may read files, so it does not run on the async threads.
async fn build<T: Send + 'static>(
    place: &Place,
    build: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, RunError> {
    let built = tokio::task::spawn_blocking(build).await;
    let built = built.unwrap_or_else(|panic| Err(Failure::fatal("panic", panic.to_string())));
    built.map_err(|failure| RunError::Start { place: place.clone(), failure })
}

async fn open_sink(plan: &PipelinePlan, index: usize, surroundings: &Surroundings) -> Result<OpenSink, RunError> {
    let Surroundings { clock, state, control, .. } = surroundings;
    let sink_plan = &plan.sinks[index];
    let component = component(plan, Role::Sink, &sink_plan.id, &sink_plan.component, 1);
    let place = &component.place;
    let start = |failure| RunError::Start { place: place.clone(), failure };
    let owner = Owner { pipeline: plan.id.clone(), sink: sink_plan.id.clone() };
    let marks = state.marks(&owner).await.map_err(start)?;
    let context = SinkContext { id: sink_plan.id.clone(), clock: clock.clone() };
    let configured = sink_plan.configured.clone();
    let mut sink = build(place, move || configured.build(context)).await?;
    let mut backoff = Backoff::new();
    let opened = loop {
        let failure = match sink.open(&marks).await {
            Ok(opened) => break opened,
            Err(failure) if failure.disposition == Disposition::Retry => failure,
            Err(failure) => return Err(start(failure)),
        };
        let (wait, worth_a_line) = backoff.failed();
        if worth_a_line {
            tracing::warn!("{place} cannot be opened, trying again in {wait:?}: {failure}");
        }
        tokio::select! {
            () = control.stopped() => return Err(start(failure)),
            () = tokio::time::sleep(wait) => {}
        }
    };
    let own = match opened {
        Opened::PositionsInState => None,
        Opened::Positions(positions) => Some(positions),
    };
    Ok(OpenSink { component, sink, owner, own, ahead: Vec::new() })
}

/// How far each sink has got with one source, ordered by partition. Sinks that keep positions
/// themselves come first, so that what the state database holds shares their strings.
async fn positions(source: &Arc<str>, sinks: &mut [OpenSink], state: &State) -> Result<Vec<Vec<Position>>, Failure> {
    let mut lists: Vec<Option<Vec<Position>>> = Vec::new();
    for sink in &mut *sinks {
        lists.push(sink.own.as_mut().map(|own| {
            let of_source = own.extract_if(.., |position| position.source == *source);
            let mut list: Vec<Position> = of_source.map(|position| position.position).collect();
            list.sort_unstable_by(|a, b| a.partition.cmp(&b.partition));
            list
        }));
    }
    let mut shared = lists.iter().position(Option::is_some);
    for (number, sink) in sinks.iter_mut().enumerate() {
        if lists[number].is_none() {
            let known = shared.and_then(|shared| lists[shared].take()).unwrap_or_default();
            let (list, known) = state.positions(&sink.owner, source, known).await?;
            if let Some(shared) = shared {
                lists[shared] = Some(known);
            }
            lists[number] = Some(list);
            shared = shared.or(Some(number));
        }
    }
    Ok(lists.into_iter().flatten().collect())
}
