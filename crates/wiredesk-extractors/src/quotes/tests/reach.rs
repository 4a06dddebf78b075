//! How far the words of a cue reach, and what looks like a cue.

use super::wording::check_cues;

#[test]
fn what_is_said_in_a_document_has_it_in_its_cue_and_an_event_stays_outside() {
    check_cues(&[
        ("Brill said in a statement that the quay was closed.", &["said in a statement"]),
        ("Brill said in a speech that the quay was closed.", &["said"]),
        ("Brill said at a rally in Tarn that the quay was closed.", &["said"]),
        ("The claim that the quay is closed is old.", &["claim"]),
    ]);
}

#[test]
fn how_and_of_what_something_was_said_belongs_to_its_cue() {
    check_cues(&[
        ("Brill said repeatedly that the quay was closed.", &["said repeatedly"]),
        ("Brill left early, saying only that the quay was closed.", &["saying only"]),
        ("\"It is a farce,\" Brill said of the quay.", &["said of"]),
        ("\"It is a farce,\" Brill said about an hour later.", &["said"]),
        ("Brill is best known for her quay.", &["is best known for"]),
        ("Brill said for the first time that the quay was closed.", &["said for the first time"]),
        ("Brill called for a \"review\" of the plan.", &["called for", "called for"]),
        ("Brill pointed to a list that shows the quay is closed.", &["pointed to"]),
        ("Pilots have long worried about the role the quay has had.", &["have long worried about"]),
    ]);
}

#[test]
fn what_is_made_clear_or_looked_for_is_found() {
    check_cues(&[
        ("Brill made clear her dislike of the quay.", &["made clear her dislike of"]),
        ("Brill made clear the need for a quay.", &["made clear"]),
        ("Brill closed the quay, making it clear that she would not pay.", &["making it clear"]),
        ("Brill is looking to open a new quay.", &["is looking"]),
    ]);
}

#[test]
fn words_by_which_nobody_says_anything_are_no_cues() {
    check_cues(&[
        ("Brill should ask whether the quay is safe.", &[]),
        ("Brill won the states that voted in May.", &[]),
        ("The rule states that harbours should be open.", &["states"]),
        ("Brill will find a new quay.", &[]),
        ("The Brill campaign for the quay went on.", &[]),
        ("The quay was a reminder that Tarn is a port.", &[]),
        ("Brill built on support among pilots.", &[]),
    ]);
}

#[test]
fn whoever_goes_out_of_their_way_to_say_something_says_it() {
    check_cues(&[
        ("Brill went so far as to say that the quay was over.", &["went so far as to say"]),
        ("Brill went out of her way to praise the quay.", &["went out of her way to praise"]),
        ("Brill met with Hale to make the case for a quay.", &["to make the case for"]),
        ("Brill sounded a cautious note about the quay.", &["sounded a cautious note about"]),
        ("Efforts to water down the plan failed.", &[]),
    ]);
}
