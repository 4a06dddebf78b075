//! The people whom a pronoun may mean, with the clues that speak for and against each: a walk through a document
//! that remembers who was mentioned where, and what pronouns meant. Led by [`super::resolve`].

use wiredesk_core::annotation::{EntityKind, Gender};

use super::{
    super::grouping::{Draft, DraftMention},
    Case, Weights,
    clues::{Clue, Clues},
    places::{Place, Role, SUBORDINATORS, Sentences},
    seek::Seek,
};
use crate::{entities::words::Shape, lexicon::Lexicons};

/// Sentences back that a pronoun reaches.
const REACH: u32 = 4;
/// How many places a pronoun reaches, so that a text without sentences takes no quadratic time.
const MOST: usize = 200;
/// How many people a pronoun is weighed for.
const MOST_PEOPLE: usize = 24;
/// What being the subject of its clause counts for a reflexive pronoun, in hundredths. The texts that the weights are
/// learned from have no reflexives.
const OWN_SUBJECT: i32 = 300;
/// What it counts against an object.
const NOT_ITSELF: i32 = 300;
/// What it counts for "he said" to have said something just before; nor do they have speakers.
const SPEAKS_ON: i32 = 150;

/// Somebody whom a pronoun may mean.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) draft: usize,
    pub(super) clues: Clues,
    pub(super) score: i32,
    /// The last mention; none if it follows.
    last: Option<Place>,
}

/// What is known of a person so far.
struct Person {
    /// By name, title or description; nobody whose gender is known is meant by a pronoun of the other.
    gender: Option<Gender>,
    /// What those are who bear the only name by which the person is known.
    likely: Option<Gender>,
    /// By the last pronoun.
    spoken: Option<Gender>,
    mentions: u32,
    /// Known by one word that is no first name.
    surname_only: bool,
}

impl Person {
    fn of(draft: &Draft<'_>, lexicons: &Lexicons) -> Self {
        let single = draft.person.as_ref().filter(|name| name.len() == 1).and_then(|name| name.first());
        let listed = single.and_then(|name| lexicons.first_names.get(name));
        let surname_only = single.is_some() && listed.is_none() && draft.facts.gender.is_none();
        Self {
            gender: draft.facts.gender,
            likely: listed.and_then(|name| name.gender),
            spoken: None,
            mentions: 0,
            surname_only,
        }
    }
}

/// The state of the walk.
pub(super) struct Candidates<'a> {
    sentences: Sentences<'a>,
    /// By draft; who is no person stands nowhere.
    people: Vec<Person>,
    first_person: usize,
    /// Where people are named or described, in text order.
    named: Vec<Place>,
    /// How many of those the walk has passed.
    next: usize,
    /// What it has passed, with the pronouns that were resolved.
    seen: Vec<Place>,
    /// What the last masculine and the last feminine pronoun meant, and in which sentence.
    meant: [Option<(usize, u32)>; 2],
    found: Vec<Candidate>,
}

impl<'a> Candidates<'a> {
    /// Before the first word; `named` is in text order and not empty.
    pub(super) fn new(sentences: Sentences<'a>, named: Vec<Place>, drafts: &[Draft<'_>], lexicons: &Lexicons) -> Self {
        debug_assert!(drafts.iter().any(|draft| draft.kind == EntityKind::Person));
        Self {
            sentences,
            people: drafts.iter().map(|draft| Person::of(draft, lexicons)).collect(),
            first_person: named.first().map_or(0, |place| place.draft),
            named,
            next: 0,
            seen: Vec::new(),
            meant: [None; 2],
            found: Vec::new(),
        }
    }

    /// Goes on to word `at`.
    pub(super) fn pass(&mut self, at: usize) {
        while let Some(place) = self.named.get(self.next).filter(|place| place.first <= at) {
            self.people[place.draft].mentions += 1;
            self.seen.push(*place);
            self.next += 1;
        }
    }

    /// Whether the last name or description reaches over word `at`.
    pub(super) fn is_in_name(&self, at: usize) -> bool {
        self.next.checked_sub(1).is_some_and(|last| self.named[last].end > at)
    }

    /// Notes that a pronoun means a person.
    pub(super) fn found(&mut self, seek: &Seek<'_>, mention: &DraftMention, draft: usize) {
        let mut place = self.sentences.place(mention, draft);
        place.role = match seek.case {
            Case::Subject => Role::Subject,
            Case::Possessive => Role::Owner,
            Case::Object | Case::Reflexive if place.role == Role::Oblique => Role::Oblique,
            Case::Object | Case::Reflexive => Role::Object,
        };
        place.joined = false;
        self.people[draft].mentions += 1;
        self.people[draft].spoken = Some(seek.gender);
        self.meant[usize::from(seek.gender == Gender::Feminine)] = Some((draft, place.sentence));
        self.seen.push(place);
    }

    /// The candidates of a pronoun with their scores, from the one mentioned last.
    pub(super) fn gather(&mut self, seek: &Seek<'_>, weights: &Weights) -> &[Candidate] {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let here = seek.sentence();
        let ahead = self.named[self.next..].first().filter(|place| seek.looks_ahead(place)).map(|place| place.draft);
        let speaker = seek.speaker(&self.named[self.next..]);
        let fits = |draft: usize| {
            self.people[draft].gender.is_none_or(|gender| gender == seek.gender) && Some(draft) != speaker
        };
        let near = self.seen.iter().rev().take(MOST).take_while(|place| place.sentence + REACH >= here);
        let mut subject = None;
        for place in near.filter(|place| fits(place.draft)) {
            let is_subject = place.role == Role::Subject;
            if let Some(one) = found.iter_mut().find(|one| one.draft == place.draft) {
                one.clues.add_if(is_subject && place.sentence == here, Clue::SubjectEarlierHere);
                one.clues.add_if(is_subject && place.sentence + 1 == here, Clue::SubjectEarlierBackOne);
            } else if found.len() < MOST_PEOPLE {
                let last = Some(*place);
                found.push(Candidate { draft: place.draft, clues: Clues::default(), score: 0, last });
            } else {
                break;
            }
            if is_subject && subject.is_none() {
                subject = Some((place.draft, place.sentence));
            }
        }
        if let Some(draft) = ahead.filter(|draft| fits(*draft))
            && found.iter().all(|one| one.draft != draft)
        {
            let mut clues = Clues::default();
            clues.add(Clue::AheadOnly);
            found.push(Candidate { draft, clues, score: 0, last: None });
        }
        let several = found.get(1).and_then(|second| second.last).is_some_and(|place| place.sentence == here);
        let most = found.iter().filter(|one| one.last.is_some()).map(|one| self.people[one.draft].mentions).max();
        let alone = found.len() == 1;
        let meant = self.meant[usize::from(seek.gender == Gender::Feminine)];
        for (rank, one) in found.iter_mut().enumerate() {
            let clues = &mut one.clues;
            clues.add_if(ahead == Some(one.draft), Clue::Ahead);
            self.weigh_person(seek, one.draft, clues);
            if let Some(place) = one.last {
                self.weigh_place(seek, &place, clues);
                self.weigh_what_follows(seek, one.draft, clues);
                clues.add_if(rank == 0, Clue::Nearest);
                clues.add_if(rank == 1, Clue::Second);
                clues.add_if(rank == 2, Clue::Third);
                clues.add_if(rank == 0 && several, Clue::NearestOfSeveral);
                let mentions = self.people[one.draft].mentions;
                clues.add_if(Some(mentions) == most && mentions > 1 && !alone, Clue::MostOften);
            }
            if let Some((_, sentence)) = subject.filter(|(draft, _)| *draft == one.draft) {
                clues.add(if sentence == here { Clue::NearestSubjectHere } else { Clue::NearestSubject });
            }
            if let Some((_, sentence)) = meant.filter(|(draft, _)| *draft == one.draft) {
                clues.add_if(sentence == here, Clue::MeantHere);
                clues.add_if(sentence + 1 == here, Clue::MeantBackOne);
            }
            one.score = score(seek, one, weights);
        }
        self.found = found;
        &self.found
    }

    /// How far the person's last mention is and what part it plays.
    fn weigh_place(&self, seek: &Seek<'_>, place: &Place, clues: &mut Clues) {
        let back = seek.sentence() - place.sentence;
        clues
            .add([Clue::Here, Clue::BackOne, Clue::BackTwo, Clue::BackThree, Clue::BackFour][back.min(REACH) as usize]);
        clues.add_if(place.short, Clue::LastShort);
        clues.add_if(place.pronoun, Clue::LastPronoun);
        clues.add_if(place.joined, Clue::Joined);
        if back < 2 {
            clues.add(match (place.role, back) {
                (Role::Subject, 0) => Clue::SubjectHere,
                (Role::Subject, _) => Clue::SubjectBackOne,
                (Role::Object, 0) => Clue::ObjectHere,
                (Role::Object, _) => Clue::ObjectBackOne,
                (Role::Oblique, 0) => Clue::ObliqueHere,
                (Role::Oblique, _) => Clue::ObliqueBackOne,
                (Role::Owner, 0) => Clue::OwnerHere,
                (Role::Owner, _) => Clue::OwnerBackOne,
                (Role::Other, 0) => Clue::OtherHere,
                (Role::Other, _) => Clue::OtherBackOne,
            });
        }
        if back > 0 {
            return;
        }
        let subject = place.role == Role::Subject;
        clues.add(match seek.at.saturating_sub(place.end) {
            0..=2 => Clue::WithinTwo,
            3..=5 => Clue::WithinFive,
            6..=10 => Clue::WithinTen,
            11..=20 => Clue::WithinTwenty,
            _ => Clue::Beyond,
        });
        match self.sentences.clauses(seek.at).saturating_sub(self.sentences.clauses(place.end)) {
            0 => clues.add(if subject { Clue::SubjectOfSameClause } else { Clue::OtherOfSameClause }),
            1 => clues.add(if subject { Clue::SubjectOfNextClause } else { Clue::OtherOfNextClause }),
            _ => {}
        }
        let before = seek.at.checked_sub(1).map_or("", |at| self.sentences.word(at));
        clues.add_if(matches!(before, "and" | "but" | "or") && place.end + 1 == seek.at, Clue::AndBetween);
        if SUBORDINATORS.contains(&before) {
            clues.add(if subject { Clue::DependsSubject } else { Clue::DependsOther });
        }
        let outside = seek.list[seek.at].is(Shape::SPOKEN) && !seek.list[place.first].is(Shape::SPOKEN);
        clues.add_if(outside, Clue::OutsideQuotation);
    }

    /// What is known of the person whatever the place.
    fn weigh_person(&self, seek: &Seek<'_>, draft: usize, clues: &mut Clues) {
        let person = &self.people[draft];
        clues.add_if(person.surname_only, Clue::SurnameOnly);
        clues.add_if(draft == self.first_person && person.mentions > 0, Clue::FirstPerson);
        if person.gender.is_some() {
            return;
        }
        if let Some(spoken) = person.spoken {
            clues.add(if spoken == seek.gender { Clue::GenderSpoken } else { Clue::GenderOtherwise });
        } else if let Some(likely) = person.likely {
            clues.add(if likely == seek.gender { Clue::GenderLikely } else { Clue::GenderUnlikely });
        }
    }

    /// Whether the person is named behind the pronoun.
    fn weigh_what_follows(&self, seek: &Seek<'_>, draft: usize, clues: &mut Clues) {
        let following = self.named[self.next..].iter().take(MOST_PEOPLE);
        let clause = self.sentences.clauses(seek.at);
        for place in following.take_while(|place| place.sentence == seek.sentence()) {
            clues.add_if(place.draft == draft && place.clause == clause, Clue::NamedInClause);
            clues.add_if(place.draft == draft && place.clause != clause, Clue::NamedInSentence);
        }
    }
}

/// What the clues of a candidate come to.
fn score(seek: &Seek<'_>, one: &Candidate, weights: &Weights) -> i32 {
    let column = column(seek.case);
    let mut score = one.clues.numbers().map(|clue| i32::from(weights[clue][column])).sum();
    if seek.case == Case::Reflexive && one.clues.has(Clue::NearestSubjectHere) {
        score += OWN_SUBJECT;
    }
    // "Brandt called him" is not about one man
    if seek.case == Case::Object && one.clues.has(Clue::SubjectOfSameClause) {
        score -= NOT_ITSELF;
    }
    if seek.says() && one.last.is_some_and(|place| place.speaks && place.sentence < seek.sentence()) {
        score += SPEAKS_ON;
    }
    score
}

/// The column of weights for a case.
pub(super) fn column(case: Case) -> usize {
    match case {
        Case::Subject => 0,
        Case::Possessive => 1,
        Case::Object | Case::Reflexive => 2,
    }
}
