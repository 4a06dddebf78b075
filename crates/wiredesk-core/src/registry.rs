//! The components that a program knows. Authors implement a typed component ([`SourceComponent`],
//! [`ExtractorComponent`], [`SinkComponent`]); the registry erases the type, reads and checks the
//! options, and hands the engine something it can build.
//!
//! Every component lives through three phases: *configure* (pure) → *build* (may do I/O, may not
//! spawn) → *run*.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    error::Failure,
    extractor::{Declaration, Worker},
    options::{self, ComponentOptions, Finding},
    sink::{Sink, SinkContext},
    source::{Source, SourceContext},
};

/// What all typed components have.
pub trait Component: Send + Sync + 'static {
    /// The `type` under which it is configured: `[a-z][a-z0-9_]*`.
    const NAME: &'static str;
    /// One line for `list`, lower case, no full stop.
    const SUMMARY: &'static str;
    /// Changes whenever the same input may give other output; recorded as provenance.
    const VERSION: &'static str;
    /// Its table of options.
    type Options: ComponentOptions;
}

/// A kind of source.
pub trait SourceComponent: Component {
    /// Prepares reading; may do I/O.
    ///
    /// # Errors
    /// Whatever keeps the source from ever starting, such as a missing folder.
    fn build(&self, options: &Self::Options, context: SourceContext) -> Result<Box<dyn Source>, Failure>;
}

/// A kind of extractor.
pub trait ExtractorComponent: Component {
    /// What it needs and gives with these options. Pure.
    fn declare(&self, options: &Self::Options) -> Declaration;

    /// Whether what it answers depends on documents that came before: its workers then have a
    /// [`crate::memory::Memory`], and there is one at a time.
    fn remembers(&self) -> bool {
        false
    }

    /// One worker's instance; may do I/O, such as reading a model. Called once per worker, and
    /// again after a panic.
    ///
    /// # Errors
    /// Whatever keeps the extractor from working at all.
    fn build(&self, options: &Self::Options) -> Result<Worker, Failure>;
}

/// A kind of sink.
pub trait SinkComponent: Component {
    /// Prepares writing; may do I/O.
    ///
    /// # Errors
    /// Whatever keeps the sink from ever starting.
    fn build(&self, options: &Self::Options, context: SinkContext) -> Result<Box<dyn Sink>, Failure>;
}

/// A source with its options, ready to build.
pub trait ConfiguredSource: Send + Sync {
    /// See [`SourceComponent::build`].
    ///
    /// # Errors
    /// See [`SourceComponent::build`].
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure>;
}

/// An extractor with its options, ready to build.
pub trait ConfiguredExtractor: Send + Sync {
    /// See [`ExtractorComponent::declare`].
    fn declaration(&self) -> Declaration;

    /// See [`ExtractorComponent::remembers`].
    fn remembers(&self) -> bool {
        false
    }

    /// See [`ExtractorComponent::build`].
    ///
    /// # Errors
    /// See [`ExtractorComponent::build`].
    fn build(&self) -> Result<Worker, Failure>;

    /// The version at work, where that may change while the program runs; `None`: the one in its
    /// [`Spec`].
    fn version(&self) -> Option<Arc<str>> {
        None
    }

    /// What it counts besides what the engine counts of every stage, by name: restarts, swaps and
    /// the like, over all its workers.
    fn counts(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }
}

/// A sink with its options, ready to build.
pub trait ConfiguredSink: Send + Sync {
    /// See [`SinkComponent::build`].
    ///
    /// # Errors
    /// See [`SinkComponent::build`].
    fn build(&self, context: SinkContext) -> Result<Box<dyn Sink>, Failure>;
}

/// What can be said about a component without building it.
#[derive(Clone, Debug)]
pub struct Spec {
    /// See [`Component::NAME`].
    pub name: Cow<'static, str>,
    /// See [`Component::SUMMARY`].
    pub summary: Cow<'static, str>,
    /// See [`Component::VERSION`].
    pub version: Cow<'static, str>,
    /// JSON Schema of its options.
    pub options: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a component comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Compiled in.
    #[default]
    Program,
    /// Found at run time.
    Plugin {
        /// How it runs: `wasm`, `process`.
        kind: Cow<'static, str>,
        /// Its folder, for people.
        folder: String,
    },
}

/// Makes configured components of one role; `T` is [`ConfiguredSource`], [`ConfiguredExtractor`]
/// or [`ConfiguredSink`].
pub trait Factory<T: ?Sized>: Send + Sync {
    /// What it makes.
    fn spec(&self) -> Spec;

    /// Reads and checks a table of options (without `type`). Pure.
    ///
    /// # Errors
    /// Every mistake in the table.
    fn configure(&self, options: Value) -> Result<Box<T>, Vec<Finding>>;
}

/// A typed component seen through the erased traits.
struct Typed<C>(Arc<C>);

/// A typed component with its options.
struct Configured<C: Component> {
    component: Arc<C>,
    options: C::Options,
}

impl<C: Component> Typed<C> {
    fn spec(&self) -> Spec {
        Spec {
            name: C::NAME.into(),
            summary: C::SUMMARY.into(),
            version: C::VERSION.into(),
            options: options::schema_of::<C::Options>(),
            origin: Origin::Program,
        }
    }

    fn read(&self, table: Value) -> Result<Box<Configured<C>>, Vec<Finding>> {
        let options = options::read(table)?;
        Ok(Box::new(Configured { component: self.0.clone(), options }))
    }
}

impl<C: SourceComponent> Factory<dyn ConfiguredSource> for Typed<C> {
    fn spec(&self) -> Spec {
        self.spec()
    }

    fn configure(&self, options: Value) -> Result<Box<dyn ConfiguredSource>, Vec<Finding>> {
        Ok(self.read(options)?)
    }
}

impl<C: SourceComponent> ConfiguredSource for Configured<C> {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        self.component.build(&self.options, context)
    }
}

impl<C: ExtractorComponent> Factory<dyn ConfiguredExtractor> for Typed<C> {
    fn spec(&self) -> Spec {
        self.spec()
    }

    fn configure(&self, options: Value) -> Result<Box<dyn ConfiguredExtractor>, Vec<Finding>> {
        Ok(self.read(options)?)
    }
}

impl<C: ExtractorComponent> ConfiguredExtractor for Configured<C> {
    fn declaration(&self) -> Declaration {
        self.component.declare(&self.options)
    }

    fn remembers(&self) -> bool {
        self.component.remembers()
    }

    fn build(&self) -> Result<Worker, Failure> {
        self.component.build(&self.options)
    }
}

impl<C: SinkComponent> Factory<dyn ConfiguredSink> for Typed<C> {
    fn spec(&self) -> Spec {
        self.spec()
    }

    fn configure(&self, options: Value) -> Result<Box<dyn ConfiguredSink>, Vec<Finding>> {
        Ok(self.read(options)?)
    }
}

impl<C: SinkComponent> ConfiguredSink for Configured<C> {
    fn build(&self, context: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        self.component.build(&self.options, context)
    }
}

/// Components of one role by name.
pub type Factories<T> = BTreeMap<String, Arc<dyn Factory<T>>>;

/// Every component that a program knows, by role and name.
#[derive(Clone, Default)]
pub struct Registry {
    /// Kinds of sources.
    pub sources: Factories<dyn ConfiguredSource>,
    /// Kinds of extractors.
    pub extractors: Factories<dyn ConfiguredExtractor>,
    /// Kinds of sinks.
    pub sinks: Factories<dyn ConfiguredSink>,
}

impl Registry {
    /// Adds a kind of source; one of the same name is replaced.
    pub fn source<C: SourceComponent>(&mut self, component: C) -> &mut Self {
        self.sources.insert(C::NAME.to_owned(), Arc::new(Typed(Arc::new(component))));
        self
    }

    /// Adds a kind of extractor; one of the same name is replaced.
    pub fn extractor<C: ExtractorComponent>(&mut self, component: C) -> &mut Self {
        self.extractors.insert(C::NAME.to_owned(), Arc::new(Typed(Arc::new(component))));
        self
    }

    /// Adds a kind of sink; one of the same name is replaced.
    pub fn sink<C: SinkComponent>(&mut self, component: C) -> &mut Self {
        self.sinks.insert(C::NAME.to_owned(), Arc::new(Typed(Arc::new(component))));
        self
    }
}
