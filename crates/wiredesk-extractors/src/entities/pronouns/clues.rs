//! What speaks for and against a person as the one that a pronoun means: yes-or-no clues, a set of bits for
//! each pair of pronoun and person. [`super::weights`] says how much each counts.

/// Declares [`Clue`] with the names that the table of weights shows.
macro_rules! clues {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A fact about a pronoun and a person. "Last" is the person's last mention before the pronoun, "rival" another
        /// person whom the pronoun might mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Clue {
            $($(#[$doc])* $name,)*
        }

        /// By number.
        pub(super) const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

clues! {
    /// Last mentioned in the sentence of the pronoun.
    Here,
    /// In the sentence before it.
    BackOne,
    BackTwo,
    BackThree,
    BackFour,
    /// No rival was mentioned since.
    Nearest,
    /// One rival was.
    Second,
    Third,
    /// The nearest of several in the pronoun's own sentence.
    NearestOfSeveral,
    /// Mentioned more than once, and no rival more often.
    MostOften,
    /// The first person of the document.
    FirstPerson,
    /// A pronoun of this gender meant the person before.
    GenderSpoken,
    /// A pronoun of the other gender did.
    GenderOtherwise,
    /// Known by one name, which people of this gender bear.
    GenderLikely,
    /// Which people of the other gender bear.
    GenderUnlikely,
    /// Known by one word that is no first name, and without a title.
    SurnameOnly,
    /// Whom the last pronoun of this gender meant, in the same sentence.
    MeantHere,
    /// In the sentence before.
    MeantBackOne,
    /// The part that the last mention plays, in the sentence of the pronoun or in the one before.
    SubjectHere,
    SubjectBackOne,
    ObjectHere,
    ObjectBackOne,
    ObliqueHere,
    ObliqueBackOne,
    OwnerHere,
    OwnerBackOne,
    OtherHere,
    OtherBackOne,
    /// A subject of the pronoun's sentence, but not by the last mention.
    SubjectEarlierHere,
    /// Likewise of the sentence before.
    SubjectEarlierBackOne,
    /// The last subject before the pronoun, in an earlier sentence.
    NearestSubject,
    /// The last subject of the pronoun's sentence.
    NearestSubjectHere,
    /// Last mentioned by one word.
    LastShort,
    LastPronoun,
    /// One of several joined by "and".
    Joined,
    /// Words between, in one sentence: up to two, and so on.
    WithinTwo,
    WithinFive,
    WithinTen,
    WithinTwenty,
    Beyond,
    /// No clause begins between a subject and the pronoun.
    SubjectOfSameClause,
    /// One does.
    SubjectOfNextClause,
    OtherOfSameClause,
    OtherOfNextClause,
    /// "Brandt and his".
    AndBetween,
    /// "that he", "when he", with a subject of the same sentence.
    DependsSubject,
    /// With what is no subject.
    DependsOther,
    /// The pronoun is quoted and the person is mentioned outside the quotation, in one sentence.
    OutsideQuotation,
    /// Named again behind the pronoun, in its clause.
    NamedInClause,
    /// In its sentence.
    NamedInSentence,
    /// "After her speech, Brandt": named behind the phrase that opens the sentence.
    Ahead,
    /// And not before.
    AheadOnly,
}

/// How many there are.
pub(super) const COUNT: usize = NAMES.len();

const _: () = assert!(COUNT <= 64);

/// The clues that hold for one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clues(u64);

impl Clues {
    pub(super) fn add(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u8;
    }

    pub(super) fn add_if(&mut self, holds: bool, clue: Clue) {
        self.0 |= u64::from(holds) << clue as u8;
    }

    pub(super) fn has(self, clue: Clue) -> bool {
        self.0 & 1 << clue as u8 != 0
    }

    /// The numbers of its clues.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let number = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (number < 64).then_some(number as usize)
        })
    }
}
