//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, "Mind the GAP"), 2,000 passages of Wikipedia with one
//! pronoun each, by Google under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

#[rustfmt::skip]
pub(super) const WEIGHTS: Weights = [
    [121, 91, 89], // Here
    [1, 2, 11], // BackOne
    [-95, -67, -82], // BackTwo
    [-100, -96, -85], // BackThree
    [-30, -26, -25], // BackFour
    [41, 39, 10], // Nearest
    [59, 57, 50], // Second
    [7, 30, 22], // Third
    [42, 91, 75], // NearestOfSeveral
    [43, 47, 22], // MostOften
    [36, 24, 36], // FirstPerson
    [45, 36, 28], // GenderSpoken
    [-115, -137, -107], // GenderOtherwise
    [37, 44, 60], // GenderLikely
    [-75, -78, -79], // GenderUnlikely
    [23, 11, 4], // SurnameOnly
    [-28, -84, -62], // MeantHere
    [-34, -11, -4], // MeantBackOne
    [54, 38, 12], // SubjectHere
    [50, 27, 42], // SubjectBackOne
    [49, 21, 32], // ObjectHere
    [11, 26, 7], // ObjectBackOne
    [-5, 15, 24], // ObliqueHere
    [-36, -45, -31], // ObliqueBackOne
    [7, 10, 18], // OwnerHere
    [-4, 28, 14], // OwnerBackOne
    [19, 12, 7], // OtherHere
    [-20, -33, -21], // OtherBackOne
    [-2, 5, -13], // SubjectEarlierHere
    [-14, -19, -31], // SubjectEarlierBackOne
    [80, 45, 40], // NearestSubject
    [62, 43, -26], // NearestSubjectHere
    [27, -2, 28], // LastShort
    [-15, -24, -15], // LastPronoun
    [-154, -127, -143], // Joined
    [26, 20, -21], // WithinTwo
    [27, 35, 24], // WithinFive
    [34, 47, 58], // WithinTen
    [20, 11, 32], // WithinTwenty
    [18, -18, 0], // Beyond
    [5, 27, -51], // SubjectOfSameClause
    [20, 35, 38], // SubjectOfNextClause
    [48, 55, 53], // OtherOfSameClause
    [23, 4, 17], // OtherOfNextClause
    [83, 112, 82], // AndBetween
    [20, 40, 18], // DependsSubject
    [3, -25, 0], // DependsOther
    [-68, -72, -55], // OutsideQuotation
    [-80, -21, -42], // NamedInClause
    [8, 106, 55], // NamedInSentence
    [174, 160, 152], // Ahead
    [97, 91, 88], // AheadOnly
];
