//! The toys of this crate keep the contracts that they are used to test.

use crate::{Recording, Script, Scripted, Toy, article, contract};

#[tokio::test]
async fn a_script_is_a_source() {
    let rejected = wiredesk_core::source::Rejected {
        key: "r".into(),
        code: "empty",
        message: "nothing in it".into(),
        raw: Vec::new(),
    };
    let mut steps: Vec<Scripted> = (0..40).map(|n| article(&format!("a{n}"), "Rain.").into()).collect();
    steps.insert(7, Scripted::Rejected(rejected));
    steps.insert(9, Scripted::Skipped("unchanged"));
    contract::source(&Script::new(steps.clone()).batch(3)).await;
    contract::source(&Script::new(steps).batch(5).partitions(4)).await;
}

#[tokio::test]
async fn a_recording_is_a_sink_of_either_kind() {
    for recording in [Recording::new(), Recording::with_own_positions()] {
        contract::sink(&recording, || recording.keys()).await;
    }
}

#[tokio::test]
async fn a_toy_is_an_extractor_of_either_kind() {
    contract::extractor(&Toy::tagger("toy/capitals"), |_| {}).await;
    contract::extractor(&Toy::tagger("toy/capitals").waiting(), |_| {}).await;
}

#[tokio::test]
#[should_panic(expected = "is undone when the sink is opened")]
async fn a_sink_that_forgets_to_undo_is_found_out() {
    // every opening sees a mark that says to keep everything
    struct Forgetful(Recording);
    impl wiredesk_core::registry::ConfiguredSink for Forgetful {
        fn build(
            &self,
            _: wiredesk_core::sink::SinkContext,
        ) -> Result<Box<dyn wiredesk_core::sink::Sink>, wiredesk_core::error::Failure> {
            struct Opened(Recording);
            #[async_trait::async_trait]
            impl wiredesk_core::sink::Sink for Opened {
                async fn open(
                    &mut self,
                    _: &wiredesk_core::sink::Marks,
                ) -> Result<wiredesk_core::sink::Opened, wiredesk_core::error::Failure> {
                    Ok(wiredesk_core::sink::Opened::PositionsInState)
                }
                async fn write(
                    &mut self,
                    batch: &wiredesk_core::sink::Batch,
                ) -> Result<wiredesk_core::sink::Written, wiredesk_core::sink::WriteError> {
                    wiredesk_core::sink::Sink::write(&mut self.0, batch).await
                }
            }
            Ok(Box::new(Opened(self.0.clone())))
        }
    }
    let recording = Recording::new();
    contract::sink(&Forgetful(recording.clone()), || recording.keys()).await;
}
