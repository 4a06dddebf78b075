//! What offices are of: told beside the title, behind it, in the sentence before, or by the whole article.

use super::check;

#[test]
fn the_body_is_the_one_that_the_words_join_to_the_title() {
    check(&[
        (
            "The head of Norway's Harbour Authority, Tom Hale, spoke.",
            &["Tom Hale | head | Harbour Authority | Current"],
        ),
        ("Tom Hale, the NATO commander in Norway, spoke.", &["Tom Hale | commander | NATO | Current"]),
        ("Tom Hale, an analyst from NATO, spoke.", &["Tom Hale | analyst | NATO | Current"]),
        ("Tom Hale, an artist from Norway, spoke.", &["Tom Hale | artist | - | Current"]),
        ("Senator Tom Hale, from Norway, spoke.", &["Tom Hale | senator | Norway | Current"]),
        (
            "Tom Hale is the NATO assistant secretary for Norwegian affairs.",
            &["Tom Hale | assistant secretary | NATO | Current"],
        ),
        ("Tom Hale is a clerk at Norway-based NATO.", &["Tom Hale | clerk | NATO | Current"]),
        ("Anna Brill is a singer of Norwegian descent.", &["Anna Brill | singer | - | Current"]),
        (
            "Tom Hale, head of research and chief engineer at NATO, spoke.",
            &["Tom Hale | head of research | NATO | Current", "Tom Hale | chief engineer | NATO | Current"],
        ),
        (
            "Tom Hale, a director of the firm and former head of NATO, spoke.",
            &["Tom Hale | director | - | Current", "Tom Hale | head | NATO | Former"],
        ),
        ("Brill's chairman, Tom Hale, spoke.", &["Tom Hale | chairman | Anna Brill | Current"]),
        ("Hale's chairman, Tom Hale, spoke.", &["Tom Hale | chairman | - | Current"]),
        ("Speaking for NATO, director Tom Hale said no.", &["Tom Hale | director | NATO | Current"]),
        ("The minister met pro-Norwegian President Tom Hale.", &["Tom Hale | president | - | Current"]),
        (
            "Tom Hale is professor of law at the Harbour Authority and at NATO.",
            &["Tom Hale | professor | Harbour Authority | Current", "Tom Hale | professor | NATO | Current"],
        ),
        (
            "Tom Hale is professor emeritus at the Harbour Authority.",
            &["Tom Hale | professor | Harbour Authority | Former"],
        ),
        ("The paper of NATO quotes Ambassador Tom Hale.", &["Tom Hale | ambassador | - | Current"]),
    ]);
}

#[test]
fn a_department_is_no_body_of_its_own() {
    check(&[(
        "Norway waited. Norway Treasury Director Tom Hale spoke.",
        &["Tom Hale | treasury director | Norway | Current"],
    )]);
}

#[test]
fn its_chairman_is_of_what_opens_the_sentence_before() {
    check(&[("NATO is late. Its chairman, Tom Hale, spoke.", &["Tom Hale | chairman | NATO | Current"])]);
}

#[test]
fn an_office_is_of_the_body_that_is_told_elsewhere() {
    check(&[
        (
            "The governor of Norway has resigned. The sea is cold, Governor Tom Hale said.",
            &["Tom Hale | governor | Norway | Current"],
        ),
        (
            "Norwegian President Tom Hale and Prime Minister Anna Brill spoke.",
            &["Tom Hale | president | Norway | Current", "Anna Brill | prime minister | Norway | Current"],
        ),
    ]);
}

#[test]
fn a_bare_chairman_is_of_the_organization_that_the_article_is_about() {
    check(&[
        (
            "NATO is late. NATO waits for ships, and NATO pays. The ships are old, chairman Tom Hale said.",
            &["Tom Hale | chairman | NATO | Current"],
        ),
        (
            "NATO is late. NATO waits for ships, and NATO pays. The ships are old, army spokesman Tom Hale said.",
            &["Tom Hale | army spokesman | - | Current"],
        ),
        ("NATO is late. The ships are old, chairman Tom Hale said.", &["Tom Hale | chairman | - | Current"]),
    ]);
}

#[test]
fn a_country_s_scene_is_set_by_its_people_or_an_opening() {
    check(&[
        ("In Norway, voters like Prime Minister Tom Hale.", &["Tom Hale | prime minister | Norway | Current"]),
        ("Norwegian voters like Prime Minister Tom Hale.", &["Tom Hale | prime minister | Norway | Current"]),
        ("Norway's voters like Prime Minister Tom Hale.", &["Tom Hale | prime minister | Norway | Current"]),
        ("In Tarn, Norway, Prime Minister Tom Hale spoke.", &["Tom Hale | prime minister | Norway | Current"]),
        ("Norway met Prime Minister Tom Hale.", &["Tom Hale | prime minister | - | Current"]),
        // somebody else's country is no state's secretary
        ("Norwegian voters like Secretary of State Tom Hale.", &["Tom Hale | secretary of state | - | Current"]),
    ]);
}

#[test]
fn a_body_before_a_title_counts_more_than_its_owner() {
    check(&[
        (
            "Norway's Harbour Authority spokesman Tom Hale spoke.",
            &["Tom Hale | spokesman | Harbour Authority | Current"],
        ),
        ("The top NATO commander in Norway, Tom Hale, spoke.", &["Tom Hale | commander | NATO | Current"]),
        ("A commander in Norway, Tom Hale, spoke.", &[]),
        ("Norway prison lawyer Tom Hale spoke.", &["Tom Hale | lawyer | - | Current"]),
    ]);
}

#[test]
fn words_about_the_person_leave_the_office_open() {
    check(&[
        (
            "Photographs of ailing leader Tom Hale were seen. The Norwegian leader is old.",
            &["Tom Hale | leader | Norway | Current"],
        ),
        ("Norway's newly elected president, Tom Hale, spoke.", &["Tom Hale | president | Norway | Current"]),
        ("Norway's most senior cleric Tom Hale spoke.", &["Tom Hale | senior cleric | Norway | Current"]),
        (
            "The Harbour Authority lost money. The agency's chairman, Tom Hale, spoke.",
            &["Tom Hale | chairman | Harbour Authority | Current"],
        ),
        (
            "The Harbour Authority lost money. Chief Executive Tom Hale spoke.",
            &["Tom Hale | chief executive | Harbour Authority | Current"],
        ),
        ("Crowds in Ohio cheered city mayor Tom Hale.", &["Tom Hale | mayor | Ohio | Current"]),
        ("Crowds in Norway cheered city mayor Tom Hale.", &["Tom Hale | mayor | - | Current"]),
    ]);
}

#[test]
fn a_field_behind_a_minister_belongs_to_the_title() {
    check(&[
        ("Norway's minister of defence, Tom Hale, spoke.", &["Tom Hale | minister of defence | Norway | Current"]),
        ("Minister for Defence Tom Hale spoke.", &["Tom Hale | minister for defence | - | Current"]),
        ("Defence Secretary-designate Tom Hale spoke.", &["Tom Hale | defence secretary | - | Incoming"]),
        (
            "Norwegian army chief General Tom Hale spoke.",
            &["Tom Hale | army chief | Norway | Current", "Tom Hale | general | - | Current"],
        ),
        ("President and CEO Tom Hale spoke.", &["Tom Hale | president | - | Current", "Tom Hale | ceo | - | Current"]),
        ("History major at NATO Tom Hale spoke.", &[]),
    ]);
}

#[test]
fn what_an_office_is_about_is_no_body() {
    check(&[
        ("They met special envoy for Norway Tom Hale.", &["Tom Hale | special envoy | - | Current"]),
        ("Norway's head of NATO CEO security, Tom Hale, spoke.", &["Tom Hale | head | Norway | Current"]),
        ("The NATO envoy to Norway, Tom Hale, spoke.", &["Tom Hale | envoy | NATO | Current"]),
        ("NATO head of research Tom Hale spoke.", &["Tom Hale | head of research | NATO | Current"]),
        (
            "Norwegian astronauts Tom Hale and Anna Brill left.",
            &["Tom Hale | astronaut | - | Current", "Anna Brill | astronaut | - | Current"],
        ),
    ]);
}

#[test]
fn an_apposition_may_stand_behind_a_body_or_without_a_comma() {
    check(&[
        ("Tom Hale of NATO, a co-author of the study, spoke.", &["Tom Hale | co-author | - | Current"]),
        ("The word came from Tom Hale a NATO leader in Norway.", &["Tom Hale | leader | NATO | Current"]),
        ("They call Tom Hale a NATO leader.", &[]),
        (
            "Anna Brill, the presidential candidate and senator from Ohio, spoke.",
            &["Anna Brill | presidential candidate | - | Current", "Anna Brill | senator | Ohio | Current"],
        ),
    ]);
}

#[test]
fn a_body_named_just_before_is_that_of_a_bare_office() {
    check(&[
        ("NATO said chairman Tom Hale would stay.", &["Tom Hale | chairman | NATO | Current"]),
        ("NATO met. The ships are late, CEO Tom Hale said.", &["Tom Hale | ceo | NATO | Current"]),
        ("NATO met Tarn Steel. The ships are late, CEO Tom Hale said.", &["Tom Hale | ceo | - | Current"]),
        ("NATO met. A group spokesman, Tom Hale, spoke.", &["Tom Hale | spokesman | NATO | Current"]),
        ("NATO met. A ministry spokesman, Tom Hale, spoke.", &["Tom Hale | spokesman | - | Current"]),
        ("NATO met. Tom Hale, chairman of the group, spoke.", &["Tom Hale | chairman | NATO | Current"]),
        ("NATO met. Tom Hale, chairman of the group that left, spoke.", &["Tom Hale | chairman | - | Current"]),
        (
            "The Harbour Authority met NATO. An authority spokesman, Tom Hale, spoke.",
            &["Tom Hale | spokesman | Harbour Authority | Current"],
        ),
        ("In Ohio, Mayor Tom Hale spoke.", &["Tom Hale | mayor | Ohio | Current"]),
        ("In Norway, Mayor Tom Hale spoke.", &["Tom Hale | mayor | - | Current"]),
    ]);
}

#[test]
fn a_body_may_stand_inside_the_name_of_a_title_or_beside_it() {
    check(&[
        ("NATO, whose chairman is Tom Hale, spoke.", &["Tom Hale | chairman | NATO | Current"]),
        ("Tom Hale, Director, Harbour Authority, spoke.", &["Tom Hale | director | Harbour Authority | Current"]),
        ("Tom Hale, a director, Harbour Authority staff and others spoke.", &["Tom Hale | director | - | Current"]),
        ("NATO waited for Tarn Steel. NATO CEO Tom Hale spoke.", &["Tom Hale | ceo | NATO | Current"]),
    ]);
}
