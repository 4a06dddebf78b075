//! What `stories` keeps on disk of an article, in little endian: version 1; the id of its story; when it was
//! published and when the first article of the story was, in seconds since 1970; its number in the story,
//! from 1; its profile (count, then hash and weight of each term); source, title and people as texts, each with
//! its length in a byte.

use wiredesk_core::{
    DocumentId,
    memory::{Note, Unreadable},
};

use super::profile::{Profile, TERMS};

const VERSION: u8 = 1;

/// People of one article that are kept, those named most often.
pub(super) const PEOPLE: usize = 5;

/// What is known of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) story: DocumentId,
    pub(super) published: i64,
    /// When the first article of the story was published.
    pub(super) first: i64,
    /// Of the article in its story, from 1.
    pub(super) number: u32,
    pub(super) profile: Profile,
    pub(super) source: String,
    pub(super) title: String,
    pub(super) people: Vec<String>,
}

pub(super) fn write(told: &Told) -> Note {
    let mut body = vec![VERSION];
    body.extend(told.story.0);
    body.extend(told.published.to_le_bytes());
    body.extend(told.first.to_le_bytes());
    body.extend(told.number.to_le_bytes());
    body.push(told.profile.0.len().min(TERMS) as u8);
    for (term, weight) in told.profile.0.iter().take(TERMS) {
        body.extend(term.to_le_bytes());
        body.extend(((weight.clamp(0.0, 1.0) * 65535.0) as u16).to_le_bytes());
    }
    let people = &told.people[..told.people.len().min(PEOPLE)];
    for text in [&told.source, &told.title].into_iter().chain(people) {
        let text = &text[..text.floor_char_boundary(255)];
        body.push(text.len() as u8);
        body.extend(text.as_bytes());
    }
    Note { body: body.into(), lasting: true }
}

pub(super) fn read(note: &[u8]) -> Result<Told, Unreadable> {
    let mut rest = note;
    let [version] = take(&mut rest)?;
    if version != VERSION {
        return Err(Unreadable("of an unknown version"));
    }
    let story = DocumentId(take(&mut rest)?);
    let published = i64::from_le_bytes(take(&mut rest)?);
    let first = i64::from_le_bytes(take(&mut rest)?);
    let number = u32::from_le_bytes(take(&mut rest)?);
    let [terms] = take(&mut rest)?;
    let mut profile = Vec::with_capacity(usize::from(terms));
    for _ in 0..terms {
        let term = u32::from_le_bytes(take(&mut rest)?);
        profile.push((term, f32::from(u16::from_le_bytes(take(&mut rest)?)) / 65535.0));
    }
    if usize::from(terms) > TERMS || !profile.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(Unreadable("damaged"));
    }
    let (source, title) = (text(&mut rest)?, text(&mut rest)?);
    let mut people = Vec::new();
    while !rest.is_empty() {
        people.push(text(&mut rest)?);
    }
    if people.len() > PEOPLE {
        return Err(Unreadable("damaged"));
    }
    Ok(Told { story, published, first, number, profile: Profile(profile), source, title, people })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Unreadable> {
    let (taken, behind) = rest.split_first_chunk::<N>().ok_or(Unreadable("cut off"))?;
    *rest = behind;
    Ok(*taken)
}

fn text(rest: &mut &[u8]) -> Result<String, Unreadable> {
    let [length] = take(rest)?;
    let (text, behind) = rest.split_at_checked(usize::from(length)).ok_or(Unreadable("cut off"))?;
    *rest = behind;
    Ok(std::str::from_utf8(text).map_err(|_| Unreadable("damaged"))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_read_back_and_damaged_ones_are_refused() {
        let told = Told {
            story: DocumentId::of("inbox", "a", None),
            published: 1_700_000_000,
            first: -7,
            number: 3,
            profile: Profile(vec![(1, 1.0), (9, 0.0)]),
            source: "inbox".into(),
            title: "Fähre gesunken".into(),
            people: vec!["Ilse Brandt".into(), String::new()],
        };
        let note = write(&told);
        assert_eq!(read(&note.body), Ok(told.clone()));
        let before_people = note.body.len() - "Ilse Brandt".len() - 2;
        for cut in 0..note.body.len() {
            let sound = cut == before_people || cut == note.body.len() - 1;
            assert_eq!(read(&note.body[..cut]).is_ok(), sound, "cut to {cut}");
        }
        let mut newer = note.body.to_vec();
        newer[0] += 1;
        assert_eq!(read(&newer), Err(Unreadable("of an unknown version")));
        let long = Told { title: "é".repeat(300), people: vec!["x".into(); 9], ..told };
        let short = read(&write(&long).body).unwrap();
        assert_eq!((short.title.len(), short.people.len()), (254, PEOPLE));
    }
}
