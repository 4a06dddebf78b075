//! What nobody in particular says: hedges and passives; and verbs of saying that are used in another way than usual.

use super::check;

#[test]
fn a_hedge_leaves_open_what_stands_behind_it() {
    check(&[
        ("Hale seemed to lose his temper.", &["? | indirect | to lose his temper | hedge"]),
        ("The harbour appears ready for the storm.", &["? | indirect | ready for the storm | hedge"]),
        ("It appears that the road is closed.", &["? | indirect | the road is closed | hedge"]),
        ("The company is reportedly spending three million.", &["? | indirect | spending three million | hedge"]),
        // the verb behind it says it
        ("Hale seemed to deny the plan.", &["Tom Hale | indirect | the plan | complement"]),
        // who appears somewhere comes there
        ("Hale appeared at the harbour in May.", &[]),
        ("Brill appeared with Hale.", &[]),
    ]);
}

#[test]
fn a_passive_makes_something_known_or_deems_it_so() {
    check(&[
        ("The move was announced on Monday.", &["? | indirect | The move | complement"]),
        ("Brill was announced the winner.", &["? | indirect | the winner | complement"]),
        ("Many ballots were deemed invalid.", &["? | indirect | invalid | complement"]),
        ("The quay is known as the long wall.", &["? | indirect | the long wall | complement"]),
        ("Hale met a sailor known for his songs.", &["? | indirect | his songs | complement"]),
        ("Hale was charged with fraud.", &["? | indirect | fraud | complement"]),
        ("Hale was asked on Monday about the road.", &["? | indirect | the road | complement"]),
        ("It is assumed that the road will open.", &["? | indirect | the road will open | complement"]),
        // names are no judgement
        ("Tarn, also known as Tarnby, is a port.", &[]),
    ]);
}

#[test]
fn a_verb_of_saying_tells_something_in_any_construction() {
    check(&[
        (
            "Hale offered some kind words about the board.",
            &["Tom Hale | indirect | some kind words about the board | complement"],
        ),
        ("Brill thanked Hale for his help.", &["Anna Brill | indirect | Hale for his help | complement"]),
        ("Residents said: the road is closed.", &["Residents | indirect | the road is closed | bare-clause"]),
        ("Brill vowed to close the road.", &["Anna Brill | indirect | to close the road | complement"]),
        ("Hale called the plan lawful.", &["Tom Hale | indirect | the plan lawful | complement"]),
        ("The company reported it sold nine boats.", &["The company | indirect | it sold nine boats | bare-clause"]),
        ("Hale said nothing.", &[]),
        ("Hale called Brill on Monday.", &[]),
    ]);
}

#[test]
fn the_first_verb_tells_what_the_second_does_not() {
    check(&[
        (
            "The board announced an agreement for tougher controls.",
            &["The board | indirect | an agreement for tougher controls | complement"],
        ),
        ("Brill reiterated those feelings on Monday.", &["Anna Brill | indirect | those feelings | complement"]),
        ("Hale sought to appeal for a new quay.", &["Tom Hale | indirect | to appeal for a new quay | complement"]),
        ("Brill sought to discuss the plan.", &["Anna Brill | indirect | to discuss the plan | complement"]),
        // the second one tells it
        ("Brill tried to discuss the plan.", &["Anna Brill | indirect | the plan | complement"]),
    ]);
}

#[test]
fn an_infinitive_tells_what_was_done_but_not_what_may_be() {
    check(&[
        ("Hale took to the radio to criticize the plan.", &["Tom Hale | indirect | the plan | complement"]),
        ("Brill was the first to endorse Hale.", &["Anna Brill | indirect | Hale | complement"]),
        ("Hale had no chance to criticize the plan.", &[]),
    ]);
}
