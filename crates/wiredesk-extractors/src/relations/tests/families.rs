//! Weddings and children told in other ways than by a plain verb or "his wife".

use super::check;

#[test]
fn weddings_are_read_from_whom_then_and_got() {
    check(&[
        (
            "Anna Brill wrote to Tom Hale, to whom she was married in 1990.",
            &["Spouse Anna Brill > Tom Hale | verb-relative"],
        ),
        (
            "Anna Brill wrote to Tom Hale — to whom she was married in 1990.",
            &["Spouse Anna Brill > Tom Hale | verb-relative"],
        ),
        (
            "Tom Hale was married first to Anna Brill and then to Ida Vik.",
            &["Spouse Tom Hale > Anna Brill | verb-passive", "Spouse Tom Hale > Ida Vik | verb-passive"],
        ),
        ("Tom Hale and Anna Brill got married in 1990.", &["Spouse Anna Brill > Tom Hale | verb-couple"]),
        ("Tom Hale got married to Anna Brill in 1990.", &["Spouse Tom Hale > Anna Brill | verb-passive"]),
        ("Anna Brill (née Quell) (1950–2020) was the wife of Tom Hale.", &["Spouse Anna Brill > Tom Hale | noun-of"]),
        ("Tom Hale was married to Anna Brill, then moved to Oslo.", &["Spouse Tom Hale > Anna Brill | verb-passive"]),
    ]);
}

#[test]
fn children_are_read_from_counts_births_and_couples() {
    check(&[
        ("Anna Brill gave birth to a son, Ole Vik, in May.", &["ChildOf Ole Vik > Anna Brill | gave-birth"]),
        (
            "Tom Hale is the father of two children, Ole Vik and Ida Vik.",
            &["ChildOf Ole Vik > Tom Hale | noun-of", "ChildOf Ida Vik > Tom Hale | noun-of"],
        ),
        (
            "Tom Hale married Anna Brill in 1990; they had a son, Ole Vik.",
            &[
                "Spouse Tom Hale > Anna Brill | verb",
                "ChildOf Ole Vik > Tom Hale | noun-owned",
                "ChildOf Ole Vik > Anna Brill | noun-owned",
            ],
        ),
        ("Tom Hale left when they had a son, Ole Vik.", &[]),
    ]);
}
