//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, "Mind the GAP"), 2,000 passages of Wikipedia with one
//! pronoun each, under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

pub(super) const WEIGHTS: Weights = [
    [117, 84, 99], // Here
    [6, -22, -4], // BackOne
    [-124, -70, -108], // BackTwo
    [-96, -70, -73], // BackThree
    [-13, -13, -14], // BackFour
    [58, 72, 33], // Nearest
    [61, 64, 68], // Second
    [4, 36, 25], // Third
    [21, 73, 48], // NearestOfSeveral
    [49, 42, 21], // MostOften
    [43, 19, 33], // FirstPerson
    [7, 19, 3], // GenderSpoken
    [-92, -120, -96], // GenderOtherwise
    [20, 38, 44], // GenderLikely
    [-102, -82, -109], // GenderUnlikely
    [-39, -87, -62], // MeantHere
    [-22, -10, 3], // MeantBackOne
    [57, 27, 19], // SubjectHere
    [38, 41, 57], // SubjectBackOne
    [41, 17, 39], // ObjectHere
    [14, 1, -9], // ObjectBackOne
    [-7, 22, -7], // ObliqueHere
    [-58, -57, -44], // ObliqueBackOne
    [9, -14, 9], // OwnerHere
    [-3, 18, -8], // OwnerBackOne
    [21, 35, 41], // OtherHere
    [16, -24, 0], // OtherBackOne
    [31, 0, 13], // SubjectEarlierHere
    [-17, -14, -35], // SubjectEarlierBackOne
    [72, 39, 34], // NearestSubject
    [47, 66, -7], // NearestSubjectHere
    [45, 10, 24], // LastShort
    [2, -22, -30], // LastPronoun
    [-182, -128, -158], // Joined
    [16, 12, -36], // WithinTwo
    [19, 17, 23], // WithinFive
    [49, 45, 65], // WithinTen
    [-1, 8, 38], // WithinTwenty
    [37, 6, 12], // Beyond
    [0, 4, -41], // SubjectOfSameClause
    [7, 40, 16], // SubjectOfNextClause
    [32, 34, 23], // OtherOfSameClause
    [12, 13, 13], // OtherOfNextClause
    [87, 119, 87], // AndBetween
    [10, 46, 9], // DependsSubject
    [19, -11, 20], // DependsOther
    [-65, -58, -52], // OutsideQuotation
    [-93, -40, -56], // NamedInClause
    [22, 142, 41], // NamedInSentence
    [193, 163, 173], // Ahead
    [107, 89, 96], // AheadOnly
];
