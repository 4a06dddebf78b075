//! What `duplicates` keeps on disk of an article, in little endian: version 2, then a byte for its kind, the
//! fingerprint of its text, and for a copy the id of the first one; for a first one its time in seconds, its
//! number of shingles, its sketch (count, hashes, places), and its numbers (count, hashes). Version 1 had no numbers.

use wiredesk_core::{
    DocumentId,
    memory::{Note, Unreadable},
};

use super::sketch::{MOST, MOST_NUMBERS, Sketch};

const VERSION: u8 = 2;
const WITHOUT_NUMBERS: u8 = 1;
const FIRST: u8 = 0;
const COPY: u8 = 1;

/// What was answered for an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing like it was known.
    First {
        /// When it was published, in seconds since 1970.
        published: i64,
        sketch: Sketch,
    },
    /// It is a copy of this one.
    Copy(DocumentId),
}

pub(super) fn write(fingerprint: u64, answer: &Answer) -> Note {
    let mut body = vec![VERSION, if matches!(answer, Answer::First { .. }) { FIRST } else { COPY }];
    body.extend(fingerprint.to_le_bytes());
    match answer {
        Answer::Copy(of) => body.extend(of.0),
        Answer::First { published, sketch } => {
            body.extend(published.to_le_bytes());
            body.extend(sketch.total.to_le_bytes());
            body.extend((sketch.hashes.len() as u16).to_le_bytes());
            sketch.hashes.iter().for_each(|hash| body.extend(hash.to_le_bytes()));
            body.extend(&sketch.places);
            body.push(sketch.numbers.len() as u8);
            sketch.numbers.iter().for_each(|hash| body.extend(hash.to_le_bytes()));
        }
    }
    // a copy is only of interest while it may have to be read again
    Note { body: body.into(), lasting: matches!(answer, Answer::First { .. }) }
}

pub(super) fn read(note: &[u8]) -> Result<(u64, Answer), Unreadable> {
    let mut rest = note;
    let [version, kind] = take(&mut rest)?;
    if !matches!(version, VERSION | WITHOUT_NUMBERS) {
        return Err(Unreadable("of an unknown version"));
    }
    let fingerprint = u64::from_le_bytes(take(&mut rest)?);
    let answer = match kind {
        COPY => Answer::Copy(DocumentId(take(&mut rest)?)),
        FIRST => {
            let published = i64::from_le_bytes(take(&mut rest)?);
            let total = u32::from_le_bytes(take(&mut rest)?);
            let count = usize::from(u16::from_le_bytes(take(&mut rest)?));
            let hashes = hashes(&mut rest, count)?;
            let Some((places, behind)) = rest.split_at_checked(count) else { return Err(Unreadable("cut off")) };
            let sound = count <= MOST && count as u64 <= u64::from(total) && hashes.is_sorted_by(|a, b| a < b);
            if !sound {
                return Err(Unreadable("damaged"));
            }
            rest = behind;
            let numbers = match version {
                WITHOUT_NUMBERS => Box::default(),
                _ => {
                    let [count] = take(&mut rest)?;
                    self::hashes(&mut rest, usize::from(count))?
                }
            };
            if numbers.len() > MOST_NUMBERS || !numbers.is_sorted_by(|a, b| a < b) {
                return Err(Unreadable("damaged"));
            }
            Answer::First { published, sketch: Sketch { hashes, places: places.into(), total, numbers } }
        }
        _ => return Err(Unreadable("damaged")),
    };
    if rest.is_empty() { Ok((fingerprint, answer)) } else { Err(Unreadable("damaged")) }
}

fn hashes(rest: &mut &[u8], count: usize) -> Result<Box<[u32]>, Unreadable> {
    (0..count).map(|_| take(rest).map(u32::from_le_bytes)).collect()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Unreadable> {
    let (taken, behind) = rest.split_first_chunk::<N>().ok_or(Unreadable("cut off"))?;
    *rest = behind;
    Ok(*taken)
}

#[cfg(test)]
mod tests {
    use super::{super::sketch::Sketcher, *};

    #[test]
    fn notes_read_back_and_damaged_ones_are_refused() {
        let sketch = Sketcher::default().sketch("The ferry to Brackwater was late again on Monday.").0;
        for answer in [Answer::First { published: -5, sketch }, Answer::Copy(DocumentId::of("inbox", "a", None))] {
            let note = write(77, &answer);
            assert_eq!(read(&note.body), Ok((77, answer)));
            for cut in 0..note.body.len() {
                assert!(read(&note.body[..cut]).is_err(), "cut to {cut}");
            }
            let mut newer = note.body.to_vec();
            newer[0] += 1;
            assert_eq!(read(&newer), Err(Unreadable("of an unknown version")));
            newer[0] -= 1;
            newer.push(0);
            assert_eq!(read(&newer), Err(Unreadable("damaged")));
        }
    }

    #[test]
    fn notes_without_numbers_are_read_as_well() {
        let sketch = Sketcher::default().sketch("The ferry to Brackwater was late again on Monday.").0;
        let answer = Answer::First { published: 5, sketch };
        let mut note = write(77, &answer).body.to_vec();
        assert_eq!((note[0], note.pop()), (2, Some(0)), "there is no number in it");
        note[0] = 1;
        assert_eq!(read(&note), Ok((77, answer)));
    }
}
