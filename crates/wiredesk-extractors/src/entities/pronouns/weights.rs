//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, "Mind the GAP"), 2,000 passages of Wikipedia with one
//! pronoun each, under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

pub(super) const WEIGHTS: Weights = [
    [112, 81, 97],      // Here
    [-4, -32, -11],     // BackOne
    [-124, -78, -111],  // BackTwo
    [-105, -81, -81],   // BackThree
    [-14, -14, -15],    // BackFour
    [56, 73, 33],       // Nearest
    [62, 62, 68],       // Second
    [1, 34, 24],        // Third
    [24, 72, 48],       // NearestOfSeveral
    [52, 42, 21],       // MostOften
    [42, 22, 35],       // FirstPerson
    [0, 22, 7],         // GenderSpoken
    [-92, -120, -100],  // GenderOtherwise
    [29, 39, 45],       // GenderLikely
    [-98, -82, -109],   // GenderUnlikely
    [20, -14, -3],      // SurnameOnly
    [-17, -59, -44],    // MeantHere
    [-27, -15, 2],      // MeantBackOne
    [47, 20, 10],       // SubjectHere
    [36, 43, 57],       // SubjectBackOne
    [43, 16, 38],       // ObjectHere
    [13, 4, -7],        // ObjectBackOne
    [-11, 19, -9],      // ObliqueHere
    [-62, -60, -47],    // ObliqueBackOne
    [16, -6, 22],       // OwnerHere
    [-4, 11, -12],      // OwnerBackOne
    [20, 34, 39],       // OtherHere
    [13, -30, -3],      // OtherBackOne
    [24, -7, 7],        // SubjectEarlierHere
    [-13, -16, -33],    // SubjectEarlierBackOne
    [69, 32, 30],       // NearestSubject
    [62, 69, -6],       // NearestSubjectHere
    [37, 11, 22],       // LastShort
    [-9, -29, -37],     // LastPronoun
    [-183, -129, -159], // Joined
    [21, 12, -34],      // WithinTwo
    [17, 22, 26],       // WithinFive
    [48, 42, 63],       // WithinTen
    [-3, 5, 35],        // WithinTwenty
    [32, 3, 9],         // Beyond
    [-5, -3, -44],      // SubjectOfSameClause
    [0, 37, 14],        // SubjectOfNextClause
    [18, 10, 8],        // OtherOfSameClause
    [9, 6, 8],          // OtherOfNextClause
    [87, 119, 87],      // AndBetween
    [14, 48, 11],       // DependsSubject
    [15, -14, 18],      // DependsOther
    [-60, -56, -49],    // OutsideQuotation
    [-90, -35, -52],    // NamedInClause
    [34, 150, 47],      // NamedInSentence
    [199, 173, 177],    // Ahead
    [133, 121, 118],    // AheadOnly
];
