//! Splits a JSON stream into its objects, whether they stand in one array or one after the other.
//! Called by [`super::Articles`]; it finds the ends only, and leaves judging the content to serde. Never
//! holds more than one object, and passes over one that is beyond the cap.

use std::io::{self, BufRead};

use super::lines::HEAD;

/// What [`Elements::next`] found; bytes are in [`Elements::bytes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// A value, from its first to its last byte; unfinished if the stream ends in it.
    Whole,
    /// A value beyond the cap; only its first bytes are there.
    TooLong,
    /// The stream ends inside the array.
    Cut,
    /// Nothing more.
    End,
}

/// Splits what `reader` gives into values.
pub(crate) struct Elements<R> {
    reader: R,
    cap: usize,
    value: Vec<u8>,
    in_array: bool,
    /// Whether the value found last stands in the array.
    member: bool,
    /// Line and column, from one, of the next byte and of the value's first.
    at: (u64, u64),
    began: (u64, u64),
}

impl<R: BufRead> Elements<R> {
    /// Values of at most `cap` bytes.
    pub(crate) fn new(reader: R, cap: usize) -> Self {
        Self {
            reader,
            cap: cap.max(HEAD),
            value: Vec::new(),
            in_array: false,
            member: false,
            at: (1, 1),
            began: (1, 1),
        }
    }

    /// The value found last.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.value
    }

    /// Whether it stands in an array.
    pub(crate) fn member(&self) -> bool {
        self.member
    }

    /// Line and column of its first byte, both from one.
    pub(crate) fn began(&self) -> (u64, u64) {
        self.began
    }

    /// Finds the next value.
    ///
    /// # Errors
    /// Whatever the reader answers. What has been read of the value is in [`Elements::bytes`].
    pub(crate) fn next(&mut self) -> io::Result<Element> {
        self.value.clear();
        let mut scan = Scan::default();
        let mut too_long = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(match (self.value.is_empty(), std::mem::take(&mut self.in_array)) {
                    (false, _) if too_long => Element::TooLong,
                    (false, _) => Element::Whole,
                    (true, true) => Element::Cut,
                    (true, false) => Element::End,
                });
            }
            let mut used = 0;
            let mut from = None;
            let mut done = false;
            for &byte in chunk {
                if !scan.started {
                    match byte {
                        b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
                        b'[' if !self.in_array => self.in_array = true,
                        b']' if self.in_array => self.in_array = false,
                        _ => {
                            self.began = self.at;
                            self.member = self.in_array;
                            from = Some(used);
                            done = scan.step(byte);
                        }
                    }
                } else if scan.ends_before(byte) {
                    done = true;
                    break;
                } else {
                    done = scan.step(byte);
                }
                used += 1;
                self.at = if byte == b'\n' { (self.at.0 + 1, 1) } else { (self.at.0, self.at.1 + 1) };
                if done {
                    break;
                }
            }
            if scan.started {
                let found = &chunk[from.unwrap_or(0)..used];
                if self.value.len() + found.len() > self.cap {
                    too_long = true;
                    let room = HEAD.saturating_sub(self.value.len()).min(found.len());
                    self.value.extend_from_slice(&found[..room]);
                    self.value.truncate(HEAD);
                } else if !too_long {
                    self.value.extend_from_slice(found);
                }
            }
            self.reader.consume(used);
            if done {
                return Ok(if too_long { Element::TooLong } else { Element::Whole });
            }
        }
    }
}

/// Where in a value the scan is.
#[derive(Default)]
struct Scan {
    started: bool,
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// A number or a word has no closing byte: it ends before a separator.
    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.in_string && matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'[' | b'{')
    }

    /// Takes one byte in; whether the value ends with it.
    fn step(&mut self, byte: u8) -> bool {
        self.started = true;
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    return self.depth == 0;
                }
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn all(input: &str, step: usize) -> Vec<(String, Element, (u64, u64))> {
        let mut elements = Elements::new(BufReader::with_capacity(step, input.as_bytes()), 0);
        let mut found = Vec::new();
        loop {
            let element = elements.next().unwrap();
            if element == Element::End {
                return found;
            }
            found.push((String::from_utf8(elements.bytes().to_vec()).unwrap(), element, elements.began()));
        }
    }

    fn check(input: &str, expected: &[&str]) {
        for step in [1, 3, 1000] {
            let found: Vec<_> = all(input, step).into_iter().filter(|f| f.1 == Element::Whole).map(|f| f.0).collect();
            assert_eq!(found, expected, "{input}");
        }
    }

    #[test]
    fn objects_are_found_in_arrays_and_one_after_the_other() {
        check(r#"{"a":1}"#, &[r#"{"a":1}"#]);
        check(r#" [ {"a":[1,{}]} , {"b":"}]\""} ] "#, &[r#"{"a":[1,{}]}"#, r#"{"b":"}]\""}"#]);
        check("{}\n{} 12 \"x\"", &["{}", "{}", "12", "\"x\""]);
        check("[]", &[]);
        check("", &[]);
        check(r#"[{"a":"#, &[r#"{"a":"#]);
    }

    #[test]
    fn the_place_of_a_value_and_a_cut_array_are_known() {
        let found = all("[\n {},\n  {}", 2);
        assert_eq!(found[1].2, (3, 3));
        assert_eq!(found[2].1, Element::Cut);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn an_object_beyond_the_cap_is_passed_over() {
        let input = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(200 << 10));
        let found = all(&input, 8192);
        assert_eq!(found[0].1, Element::TooLong);
        assert_eq!(found[0].0.len(), HEAD);
        assert_eq!(found[1].0, "{}");
    }

    proptest! {
        #[test]
        fn anything_comes_to_an_end(input in "[\\[\\]{}\",:\\\\ a1\n]{0,50}", step in 1..9_usize) {
            all(&input, step);
        }
    }
}
