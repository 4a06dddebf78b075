//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, "Mind the GAP"), 2,000 passages of Wikipedia with one
//! pronoun each, by Google under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

#[rustfmt::skip]
pub(super) const WEIGHTS: Weights = [
    [122, 92, 90], // Here
    [1, 6, 12], // BackOne
    [-94, -66, -82], // BackTwo
    [-99, -95, -84], // BackThree
    [-29, -26, -25], // BackFour
    [41, 37, 10], // Nearest
    [60, 58, 51], // Second
    [7, 32, 23], // Third
    [42, 91, 75], // NearestOfSeveral
    [44, 50, 22], // MostOften
    [36, 23, 37], // FirstPerson
    [44, 35, 28], // GenderSpoken
    [-115, -135, -106], // GenderOtherwise
    [37, 46, 60], // GenderLikely
    [-75, -77, -79], // GenderUnlikely
    [22, 13, 4], // SurnameOnly
    [-31, -89, -65], // MeantHere
    [-35, -12, -3], // MeantBackOne
    [55, 38, 12], // SubjectHere
    [48, 26, 41], // SubjectBackOne
    [48, 20, 32], // ObjectHere
    [13, 30, 9], // ObjectBackOne
    [-6, 15, 23], // ObliqueHere
    [-35, -46, -31], // ObliqueBackOne
    [7, 9, 17], // OwnerHere
    [-2, 28, 15], // OwnerBackOne
    [22, 14, 10], // OtherHere
    [-23, -33, -22], // OtherBackOne
    [0, 8, -11], // SubjectEarlierHere
    [-14, -17, -35], // SubjectEarlierBackOne
    [84, 45, 41], // NearestSubject
    [57, 40, -28], // NearestSubjectHere
    [27, -3, 28], // LastShort
    [-18, -30, -18], // LastPronoun
    [-154, -127, -143], // Joined
    [26, 21, -22], // WithinTwo
    [25, 31, 22], // WithinFive
    [34, 48, 59], // WithinTen
    [21, 12, 33], // WithinTwenty
    [21, -16, 1], // Beyond
    [10, 34, -46], // SubjectOfSameClause
    [23, 37, 41], // SubjectOfNextClause
    [54, 64, 59], // OtherOfSameClause
    [25, 7, 19], // OtherOfNextClause
    [82, 111, 81], // AndBetween
    [21, 39, 18], // DependsSubject
    [3, -23, 0], // DependsOther
    [-68, -73, -55], // OutsideQuotation
    [-80, -21, -43], // NamedInClause
    [7, 103, 53], // NamedInSentence
    [178, 166, 156], // Ahead
    [93, 85, 84], // AheadOnly
];
