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
            &["Tom Hale | head | NATO | Current", "Tom Hale | chief engineer | NATO | Current"],
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
            &["Tom Hale | spokesman | - | Current"],
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
