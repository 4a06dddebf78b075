//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, "Mind the GAP"), 2,000 passages of Wikipedia with one
//! pronoun each, by Google under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

#[rustfmt::skip]
pub(super) const WEIGHTS: Weights = [
    [123, 102, 94], // Here
    [3, 3, 9], // BackOne
    [-89, -65, -74], // BackTwo
    [-97, -97, -85], // BackThree
    [-31, -28, -26], // BackFour
    [38, 40, 14], // Nearest
    [58, 57, 45], // Second
    [1, 21, 12], // Third
    [44, 82, 59], // NearestOfSeveral
    [36, 40, 23], // MostOften
    [41, 27, 34], // FirstPerson
    [55, 37, 26], // GenderSpoken
    [-121, -135, -106], // GenderOtherwise
    [41, 45, 59], // GenderLikely
    [-82, -88, -84], // GenderUnlikely
    [13, 9, -14], // SurnameOnly
    [-30, -75, -59], // MeantHere
    [-30, -9, 11], // MeantBackOne
    [56, 39, 19], // SubjectHere
    [51, 29, 43], // SubjectBackOne
    [48, 20, 31], // ObjectHere
    [16, 42, 11], // ObjectBackOne
    [-15, 11, 16], // ObliqueHere
    [-36, -50, -24], // ObliqueBackOne
    [10, 14, 18], // OwnerHere
    [-3, 9, -4], // OwnerBackOne
    [29, 24, 15], // OtherHere
    [-24, -27, -17], // OtherBackOne
    [7, 5, -8], // SubjectEarlierHere
    [-12, -22, -25], // SubjectEarlierBackOne
    [79, 44, 35], // NearestSubject
    [57, 34, -24], // NearestSubjectHere
    [28, 3, 32], // LastShort
    [-11, -19, -21], // LastPronoun
    [-152, -126, -146], // Joined
    [29, 22, -16], // WithinTwo
    [20, 32, 24], // WithinFive
    [38, 43, 57], // WithinTen
    [20, 15, 35], // WithinTwenty
    [21, -5, -2], // Beyond
    [8, 33, -48], // SubjectOfSameClause
    [25, 39, 39], // SubjectOfNextClause
    [51, 59, 58], // OtherOfSameClause
    [27, 4, 19], // OtherOfNextClause
    [79, 106, 78], // AndBetween
    [18, 38, 17], // DependsSubject
    [7, -23, 1], // DependsOther
    [-42, -44, -35], // OutsideQuotation
    [-70, -13, -35], // NamedInClause
    [10, 105, 57], // NamedInSentence
    [183, 174, 168], // Ahead
    [85, 78, 78], // AheadOnly
];
