//! Verbs of judging, naming, asking and attacking: in the active and the passive voice, with and without a subject.

use super::check;

#[test]
fn a_question_in_the_passive_is_found_behind_place_and_manner() {
    check(&[
        (
            "Asked in Tarn recently whether he would stay, Hale laughed.",
            &["? | indirect | whether he would stay | complement"],
        ),
        ("Asked specifically what she would do, Brill laughed.", &["? | indirect | what she would do | complement"]),
        ("When asked why, Brill shrugged.", &["? | indirect | why | complement"]),
        ("Hale was asked a question about the quay.", &["? | indirect | a question about the quay | complement"]),
        ("Hale was asked, \"Is the road open?\"", &["? | direct | Is the road open? | cue-before"]),
        ("The board asked to close the quay.", &["The board | indirect | to close the quay | complement"]),
    ]);
}

#[test]
fn who_judges_in_the_passive_may_stand_apart_and_go_on() {
    check(&[
        ("The plan was championed by Hale, who left.", &["Tom Hale | indirect | The plan | complement"]),
        ("The plan was supported Friday by Brill.", &["Anna Brill | indirect | The plan | complement"]),
        ("The plan was endorsed in May by the board.", &["the board | indirect | The plan | complement"]),
        ("Hale was accused by the board of lying.", &["the board | indirect | lying | complement"]),
        ("The plan, which was opposed by the board, failed.", &["the board | indirect | The plan | complement"]),
        ("The plan, first reported by the Herald, failed.", &["the Herald | indirect | The plan | complement"]),
        ("The list of guests was widely known.", &["? | indirect | The list of guests | complement"]),
        ("Hale will be remembered for his songs.", &["? | indirect | his songs | complement"]),
        // a name is no judgement
        ("The road is called the Long Wall.", &[]),
    ]);
}

#[test]
fn a_participle_before_as_judges_the_noun_before_it() {
    check(&[
        ("The plan, seen as a threat to sailors, failed.", &["? | indirect | a threat to sailors | complement"]),
        ("Hale, described as a liar, left.", &["? | indirect | a liar | complement"]),
    ]);
}

#[test]
fn somebody_is_named_or_listed() {
    check(&[
        ("Brill named Hale as her deputy.", &["Anna Brill | indirect | Hale as her deputy | complement"]),
        ("Brill listed the steps taken.", &["Anna Brill | indirect | the steps taken | complement"]),
        ("Hale was nominated by the board.", &["the board | indirect | Hale | complement"]),
        ("Hale is looking to close the quay.", &["Tom Hale | indirect | to close the quay | complement"]),
        // names of things and persons
        ("A man named Grim sang.", &[]),
        ("The board listed \"The Old Way\".", &[]),
    ]);
}

#[test]
fn an_attack_is_one_with_words_where_its_subject_speaks() {
    check(&[
        ("The ad attacked the plan.", &["The ad | indirect | the plan | complement"]),
        (
            "Brill attacked the board for its silence.",
            &["Anna Brill | indirect | the board for its silence | complement"],
        ),
        ("Brill ripped Hale over the plan.", &["Anna Brill | indirect | Hale over the plan | complement"]),
        ("Brill attacked a guard.", &[]),
        ("The wolves attacked the sheep.", &[]),
        ("Hale attacked the guard with a knife.", &[]),
    ]);
}

#[test]
fn a_verb_tells_something_though_its_subject_is_not_found() {
    check(&[
        (
            "After mocking the plan of the board they left.",
            &["? | indirect | the plan of the board they left | complement"],
        ),
        ("Sailors see a chance to win.", &["Sailors | indirect | a chance to win | complement"]),
        ("Brill did not see the point.", &["Anna Brill | indirect | the point | complement"]),
        ("Hale saw the harbour.", &[]),
    ]);
}

#[test]
fn what_a_verb_is_about_may_stand_behind_manner_and_place() {
    check(&[
        ("Hale spoke at length about the quay.", &["Tom Hale | indirect | the quay | complement"]),
        ("Brill talked openly on the radio about the road.", &["Anna Brill | indirect | the road | complement"]),
        ("Hale spoke for about an hour.", &[]),
    ]);
}

#[test]
fn a_relative_clause_names_its_noun() {
    check(&[
        ("It is a town which he describes as a home.", &["he | indirect | a town | relative"]),
        ("The plan (which Brill supports) is old.", &["Anna Brill | indirect | The plan | relative"]),
    ]);
}

#[test]
fn what_should_be_said_is_not_said() {
    check(&[
        ("Brill should defend the plan.", &[]),
        ("Brill defends the plan.", &["Anna Brill | indirect | the plan | complement"]),
    ]);
}

#[test]
fn letters_are_attributed_to_somebody_and_questions_pressed_on_somebody() {
    check(&[
        ("The letter was attributed to Hale.", &["Tom Hale | indirect | The letter | complement"]),
        ("Hale was pressed on the price of the quay.", &["? | indirect | the price of the quay | complement"]),
        ("Brill was projected the winner.", &["? | indirect | the winner | complement"]),
        ("Brill emailed the plan to Hale.", &["Anna Brill | indirect | the plan to Hale | complement"]),
    ]);
}

#[test]
fn an_object_may_be_long_before_as() {
    check(&[
        ("Brill cast her rival as a liar.", &["Anna Brill | indirect | her rival as a liar | complement"]),
        (
            "Brill cast her win in the north as a sign of hope.",
            &["Anna Brill | indirect | her win in the north as a sign of hope | complement"],
        ),
        ("Brill tends to favor boats.", &["Anna Brill | indirect | boats | complement"]),
    ]);
}

#[test]
fn a_complement_ends_before_the_verb_of_the_main_clause() {
    check(&[
        ("A sailor who opposes the plan, left.", &["A sailor who | indirect | the plan | complement"]),
        (
            "Brill praised a detailed, credible plan.",
            &["Anna Brill | indirect | a detailed, credible plan | complement"],
        ),
    ]);
}
