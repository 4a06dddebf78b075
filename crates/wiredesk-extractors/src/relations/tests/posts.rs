//! Who works for, belongs to or represents which body: posts, memberships, parties.

use wiredesk_core::{
    Span,
    annotation::{EntityId, Role, RoleStatus},
};

use super::{check, document, worker};

#[test]
fn memberships_are_read_with_parties() {
    check(&[
        ("Anna Brill joined Harbour Bank in May.", &["MemberOf Anna Brill > Harbour Bank | verb"]),
        ("Finland joined the Skerry Alliance.", &["MemberOf Finland > Skerry Alliance | verb"]),
        ("Anna Brill is a member of the Reform Party.", &["MemberOf Anna Brill > Reform Party | noun-of"]),
        ("Anna Brill, a Democrat from Oslo, spoke.", &["MemberOf Anna Brill > Democrat | party"]),
        ("Reform Party lawmaker Anna Brill spoke.", &["MemberOf Anna Brill > Reform Party | party"]),
        ("Tom Hale was elected as a Democrat.", &["MemberOf Tom Hale > Democrat | party"]),
        ("Tom Hale worked as an engineer for Harbour Bank.", &["MemberOf Tom Hale > Harbour Bank | verb-link"]),
        ("Anna Brill was a member of bodies such as the Tarn Trust.", &["MemberOf Anna Brill > Tarn Trust | noun-of"]),
        ("Anna Brill left the Reform Party in May.", &["MemberOf Anna Brill > Reform Party | verb"]),
        ("Anna Brill switched to the Reform Party.", &["MemberOf Anna Brill > Reform Party | verb-link"]),
        ("A Democrat, Tom Hale was elected in 1999.", &["MemberOf Tom Hale > Democrat | party"]),
        ("Tom Hale, of the Reform Party, spoke.", &["MemberOf Tom Hale > Reform Party | party"]),
        ("Tom Hale is affiliated with the Reform Party.", &["MemberOf Tom Hale > Reform Party | party"]),
        ("Reform Party's Tom Hale spoke.", &["MemberOf Tom Hale > Reform Party | party"]),
        ("Anna Brill was elected on a ticket of the Reform Party.", &["MemberOf Anna Brill > Reform Party | party"]),
        ("Tom Hale weighs whether Finland gets an invitation to join the Skerry Alliance.", &[]),
    ]);
}

#[test]
fn posts_are_read_with_their_bodies() {
    check(&[
        (
            "Anna Brill is a professor of physics at Tarn University and Skerry School.",
            &["MemberOf Anna Brill > Tarn University | post-of", "MemberOf Anna Brill > Skerry School | post-of"],
        ),
        (
            "Anna Brill is a fellow of Tarn University's Skerry School.",
            &["MemberOf Anna Brill > Tarn University | post-of", "MemberOf Anna Brill > Skerry School | post-of"],
        ),
        (
            "Anna Brill was appointed professor of physics at Tarn University and later at Skerry School.",
            &["MemberOf Anna Brill > Tarn University | post-of", "MemberOf Anna Brill > Skerry School | post-of"],
        ),
        ("Anna Brill, an engineer with Quay Group, spoke.", &["MemberOf Anna Brill > Quay Group | post-of"]),
        (
            "Anna Brill served for four years as a manager at Quay Group.",
            &["MemberOf Anna Brill > Quay Group | verb-link"],
        ),
        ("Anna Brill is a professor at Bergen.", &["MemberOf Anna Brill > Bergen | post-of"]),
        ("Quay Group engineer Anna Brill spoke.", &["MemberOf Anna Brill > Quay Group | post-before"]),
        ("Anna Brill, a former Quay Group engineer, spoke.", &["MemberOf Anna Brill > Quay Group | post-before"]),
        ("Quay Group's lawyer, Anna Brill, spoke.", &["MemberOf Anna Brill > Quay Group | post-before"]),
        (
            "Quay Group engineers Anna Brill and Tom Hale spoke.",
            &["MemberOf Anna Brill > Quay Group | post-before", "MemberOf Tom Hale > Quay Group | post-before"],
        ),
        ("Harbour Bank's Anna Brill spoke.", &["MemberOf Anna Brill > Harbour Bank | body-of-person"]),
        (
            "Anna Brill and Tom Hale of Harbour Bank spoke.",
            &[
                "MemberOf Tom Hale > Harbour Bank | person-of-body",
                "MemberOf Anna Brill > Harbour Bank | person-of-body",
            ],
        ),
        ("Tom Hale began his career at Harbour Bank.", &["MemberOf Tom Hale > Harbour Bank | career-at"]),
        ("Anna Brill spent ten years at Harbour Bank.", &["MemberOf Anna Brill > Harbour Bank | career-at"]),
        (
            "Anna Brill is on the board of directors of Harbour Bank.",
            &["MemberOf Anna Brill > Harbour Bank | board-of"],
        ),
        ("Anna Brill sits on the Harbour Bank board.", &["MemberOf Anna Brill > Harbour Bank | board-of"]),
        ("Anna Brill was elected to the Tarn Trust in May.", &["MemberOf Anna Brill > Tarn Trust | admitted-to"]),
        ("Anna Brill served on the board of Harbour Bank.", &["MemberOf Anna Brill > Harbour Bank | verb-link"]),
        ("Anna Brill left Harbour Bank last week.", &["MemberOf Anna Brill > Harbour Bank | verb"]),
        ("Anna Brill (Tarn University) spoke.", &["MemberOf Anna Brill > Tarn University | person-of-body"]),
        ("Anna Brill, formerly of Harbour Bank, spoke.", &["MemberOf Anna Brill > Harbour Bank | person-of-body"]),
        ("Anna Brill, director of sales, Harbour Bank, spoke.", &["MemberOf Anna Brill > Harbour Bank | post-of"]),
        ("Anna Brill knew Tarn University, where she taught.", &["MemberOf Anna Brill > Tarn University | verb-where"]),
        ("While working at Harbour Bank, Tom Hale wrote.", &["MemberOf Tom Hale > Harbour Bank | verb-link"]),
        // whoever leads a body has an office, which is a role
        ("Harbour Bank, headed by Anna Brill, grew.", &[]),
        ("Anna Brill left the Harbour Bank offices.", &[]),
        ("Anna Brill moved the money to Harbour Bank.", &[]),
        ("Anna Brill is not an engineer at Quay Group.", &[]),
        ("A Quay Group spokesman praised Anna Brill.", &[]),
        ("Anna Brill praised Quay Group engineers.", &[]),
    ]);
}

#[test]
fn a_post_that_is_an_office_already_is_left_out() {
    let text = "Anna Brill is a director of Harbour Bank.";
    let mut document = document(text);
    let role = |words: &str| Role {
        person: EntityId(0),
        title: "director".into(),
        of: Some(EntityId(5)),
        status: RoleStatus::Current,
        span: Span::new(text, 0..words.len()).unwrap(),
        since: None,
        until: None,
        rule: "test".into(),
    };
    assert_eq!(worker().relations(&document).len(), 1);
    document.layers.roles = vec![role("Anna Brill is a director")];
    assert!(worker().relations(&document).is_empty());
}

#[test]
fn posts_in_a_row_have_one_bearer() {
    check(&[
        (
            "Anna Brill worked as a professor at Tarn University in 1990, a fellow of the Tarn Trust as well as a director of \
             Quay Group.",
            &[
                "MemberOf Anna Brill > Tarn University | verb-link",
                "MemberOf Anna Brill > Tarn Trust | post-of",
                "MemberOf Anna Brill > Quay Group | post-of",
            ],
        ),
        (
            "Anna Brill is a professor at Tarn University, and Tom Hale met a director of Quay Group.",
            &["MemberOf Anna Brill > Tarn University | post-of"],
        ),
    ]);
}

#[test]
fn who_joins_moves_on_or_is_signed_belongs_to_the_body() {
    check(&[
        ("Tom Hale joined the Tarn Trust's staff in May.", &["MemberOf Tom Hale > Tarn Trust | verb"]),
        (
            "Tom Hale left Harbour Bank to join the Tarn Trust.",
            &["MemberOf Tom Hale > Harbour Bank | verb", "MemberOf Tom Hale > Tarn Trust | verb"],
        ),
        ("Tom Hale was signed by Quay Group in May.", &["MemberOf Tom Hale > Quay Group | verb-passive"]),
        ("Tom Hale is affiliated with Tarn University.", &["MemberOf Tom Hale > Tarn University | admitted-to"]),
        ("Tom Hale moved on to Quay Group in May.", &["MemberOf Tom Hale > Quay Group | verb-link"]),
        ("Quay Group owns and operates Harbour Bank.", &["PartOf Harbour Bank > Quay Group | verb"]),
    ]);
}

#[test]
fn a_post_behind_an_office_has_its_holder() {
    let text = "Anna Brill runs the Tarn Trust, a director of Harbour Bank.";
    let mut document = document(text);
    assert!(worker().relations(&document).is_empty());
    let words = "Anna Brill runs the Tarn Trust";
    document.layers.roles = vec![Role {
        person: EntityId(0),
        title: "head".into(),
        of: Some(EntityId(4)),
        status: RoleStatus::Current,
        span: Span::new(text, 0..words.len()).unwrap(),
        since: None,
        until: None,
        rule: "test".into(),
    }];
    let found = worker().relations(&document);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].subject, found[0].object, &*found[0].rule), (EntityId(0), EntityId(5), "post-of"));
}
