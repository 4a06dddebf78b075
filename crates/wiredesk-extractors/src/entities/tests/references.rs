//! What relative pronouns and "its" stand for, who bears two names, and which two persons bear one.

use super::{Chain, check, shown};

#[test]
fn a_relative_pronoun_is_a_mention_of_the_name_it_follows() {
    check(&[
        (
            "Peter Mulder, who left the Norfolk Trust in May, smiled.",
            &["person Peter Mulder: Peter Mulder, {who}", "organization Norfolk Trust: Norfolk Trust"],
        ),
        (
            "Peter Mulder of the Norfolk Trust in Oslo, who left, smiled.",
            &[
                "person Peter Mulder: Peter Mulder, {who}",
                "organization Norfolk Trust: Norfolk Trust",
                "place Oslo: Oslo",
            ],
        ),
        (
            "They praised the Norfolk Trust, which grew, and Peter Mulder, whose trust it is.",
            &["organization Norfolk Trust: Norfolk Trust, {which}", "person Peter Mulder: Peter Mulder, {whose}"],
        ),
        (
            "They praised the Norfolk Trust (NT) that was founded in May.",
            &["organization Norfolk Trust: Norfolk Trust, NT, {that}"],
        ),
        ("They told the Norfolk Trust that members were angry.", &["organization Norfolk Trust: Norfolk Trust"]),
        (
            "She met the Norfolk Trust at Norfolk University, where she taught.",
            &[
                "organization Norfolk Trust: Norfolk Trust",
                "organization Norfolk University: Norfolk University, {where}",
            ],
        ),
    ]);
}

#[test]
fn a_relative_pronoun_is_a_mention_of_what_the_phrase_before_it_describes() {
    check(&[
        ("Peter Mulder is a lawyer who sings.", &["person Peter Mulder: Peter Mulder, {who}"]),
        ("Peter Mulder, a lawyer who sings, left.", &["person Peter Mulder: Peter Mulder, {who}"]),
        (
            "The Norfolk Trust is a charity based in Oslo that helps.",
            &["organization Norfolk Trust: Norfolk Trust, {that}", "place Oslo: Oslo"],
        ),
        ("Peter Mulder met a lawyer who sings.", &["person Peter Mulder: Peter Mulder"]),
        ("Peter Mulder is a lawyer and the club that hired people won.", &["person Peter Mulder: Peter Mulder"]),
        ("The talks in Oslo, which ended in May, failed.", &["place Oslo: Oslo"]),
    ]);
}

#[test]
fn its_is_a_mention_of_the_one_body_it_may_mean() {
    check(&[
        ("The Norfolk Trust and its founder left.", &["organization Norfolk Trust: Norfolk Trust, {its}"]),
        ("The Norfolk Trust grew. Its founder left.", &["organization Norfolk Trust: Norfolk Trust, {Its}"]),
        (
            "Norway praised the Norfolk Trust and its founder.",
            &["place Norway: Norway", "organization Norfolk Trust: Norfolk Trust"],
        ),
        ("Its founder left.", &[]),
    ]);
}

#[test]
fn nobody_is_their_own_relative() {
    check(&[
        (
            "Hale's father, Peter Hale, left. Hale stayed.",
            &["person Hale: Hale, Hale", "person Peter Hale: Peter Hale"],
        ),
        (
            "Anna Marie Hale, the daughter of Marie Hale, left.",
            &["person Anna Marie Hale: Anna Marie Hale", "person Marie Hale: Marie Hale"],
        ),
        ("Dr. Hale is married to Greta Hale, a lawyer.", &["person Hale: Hale", "person Greta Hale: Greta Hale"]),
        ("Hale left. His friend said Peter Hale was ill.", &["person Peter Hale: Hale, {His}, Peter Hale"]),
    ]);
}

#[test]
fn the_former_name_of_a_body_is_its_own() {
    let mut chain = Chain::new();
    for text in [
        "The Norfolk Group (formerly Norfolk Shipping Company) grew.",
        "The Norfolk Group, formerly known as Norfolk Shipping, grew.",
        "The Norfolk Group (officially the Norfolk Shipping Company) grew.",
    ] {
        let found = shown(&chain.read(text));
        assert_eq!(found.len(), 1, "{text} {found:?}");
    }
    let apart = shown(&chain.read("The Norfolk Group, Norfolk Shipping and others grew."));
    assert_eq!(apart.len(), 2, "{apart:?}");
}

#[test]
fn the_form_of_a_firm_is_part_of_its_name() {
    check(&[("The Norfolk Group, LLC, grew.", &["organization Norfolk Group, LLC: Norfolk Group, LLC"])]);
}

#[test]
fn a_curly_apostrophe_is_no_part_of_a_name() {
    check(&[
        ("Peter’s trust praised Mulder’s friends.", &["person Peter: Peter", "person Mulder: Mulder"]),
        ("The Norfolk Trust’s founder left.", &["organization Norfolk Trust: Norfolk Trust"]),
    ]);
}
