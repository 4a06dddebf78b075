//! Articles that go on at another page: which page is fetched next, and how its text is joined to what there is. Called by
//! the task that fetches pages. Pure, so it neither fetches nor waits; an article that cannot be read to its end stays with
//! what there is, and says so.

use url::Url;

use super::page::{self, NoPage, Read};
use crate::{
    fetch::Answer,
    formats::{
        html::{next_page, share},
        problem,
    },
};

/// Words that a page has to add.
const LEAST: usize = 20;
/// Share of a page that stands in the article already, from which the page is the article once more: its comments go on.
const SAME: f64 = 0.8;

/// An article as far as its pages have been read.
#[derive(Debug)]
pub(super) struct Pages {
    /// The first page, whose text grows.
    first: Read,
    /// The addresses that the article is known by.
    addresses: Vec<Url>,
    /// Those that were read, and that of the page to be fetched next.
    been: Vec<Url>,
    /// Pages that were read.
    number: usize,
    /// Pages that are read at most.
    most: usize,
    /// Most bytes of text.
    largest: usize,
    next: Option<Url>,
    /// Why it is not all of the article.
    noted: Option<&'static str>,
}

impl Pages {
    /// With its first page.
    pub(super) fn new(mut first: Read, most: usize, largest: usize) -> Self {
        let (html, text, at) = (std::mem::take(&mut first.html), first.page.text.clone(), first.url.clone());
        let mut addresses = vec![at.clone()];
        let canonical = page::address(&at, first.page.url.as_deref());
        addresses.extend(Url::parse(&canonical).ok().filter(|url| *url != at));
        let been = addresses.clone();
        let mut pages = Self { first, addresses, been, number: 1, most, largest, next: None, noted: None };
        // behind a wall there is only more of it
        if most > 1 && !pages.first.consent && !pages.first.has("paywall") && pages.first.has_main_text() {
            pages.look_for_next(&html, &text, &at);
        }
        pages
    }

    fn look_for_next(&mut self, html: &str, text: &str, at: &Url) {
        self.next = next_page(html, text, at, &self.addresses, self.number + 1).filter(|url| !self.been.contains(url));
        if self.next.is_some() && self.number >= self.most {
            self.next = None;
            self.note("page-limit", format!("the article goes on beyond the {} pages that are read", self.most));
        }
    }

    /// The page that is to be fetched next.
    pub(super) fn next(&mut self) -> Option<Url> {
        let next = self.next.take();
        self.been.extend(next.clone());
        next
    }

    /// Joins the page that [`Pages::next`] has named.
    pub(super) fn join(&mut self, asked: &Url, answer: Answer) -> Result<(), NoPage> {
        if let Some(to) = &answer.redirect {
            // there is no such page; anywhere else may be another host, which wants to be asked for its rules first
            let message = || format!("it is redirected to {to}");
            return if self.been.contains(to) { Ok(()) } else { Err(NoPage::new("redirected", message())) };
        }
        let read = page::read(answer, Some(asked.as_str()), self.largest)?;
        if read.consent || read.has("paywall") {
            return Err(NoPage::new("page-refused", "it stands behind a paywall or consent page"));
        }
        if !read.has_main_text() {
            return Err(NoPage::new("no-main-text", "no main text was found on it"));
        }
        let text = &self.first.page.text;
        // it differs in its comments only
        if share(&read.page.text, text) >= SAME {
            return Ok(());
        }
        let Some(joined) = joined(text, &read.page.text) else { return Ok(()) };
        if joined.len() > self.largest {
            self.note("page-limit", format!("the article is longer than {} bytes", self.largest));
            return Ok(());
        }
        self.first.page.text = joined.into();
        self.number += 1;
        self.look_for_next(&read.html, &read.page.text, &read.url);
        Ok(())
    }

    /// Takes note of a page that could not be had.
    pub(super) fn missing(&mut self, reason: &NoPage) {
        let page = self.number + 1;
        self.note("page-missing", format!("page {page} of the article could not be had: {}", reason.message));
    }

    fn note(&mut self, code: &'static str, message: String) {
        self.first.page.problems.push(problem(code, message));
        self.noted = Some(code);
    }

    /// The article, and why it is not all of it.
    pub(super) fn whole(self) -> (Read, Option<&'static str>) {
        (self.first, self.noted)
    }
}

/// A text with what another page adds to it; `None` if that is too little. Lines that head every page stay where they stood
/// first, lines that end every page where they stand last.
fn joined(text: &str, more: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let more: Vec<&str> = more.lines().collect();
    let new: Vec<&str> = more.iter().skip_while(|line| lines.contains(line)).copied().collect();
    let ending = new.iter().rev().zip(lines.iter().rev()).take_while(|(new, old)| new == old).count();
    let words = |lines: &[&str]| lines.iter().map(|line| line.split_whitespace().count()).sum::<usize>();
    if words(&new[..new.len() - ending]) < LEAST {
        return None;
    }
    lines.truncate(lines.len() - ending);
    lines.extend(new);
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str =
        "The harbour authority of Port Lorne said on Tuesday that the quay would stay closed until the spring.";
    const B: &str = "Engineers had found cracks in three of its pillars, which were built in 1911 and have been mended twice since then.";
    const C: &str = "Ferries berth at the southern quay meanwhile, and lorries have to drive around the old fish market to reach it.";

    #[test]
    fn what_every_page_has_stands_once() {
        let join = |text: &[&str], more: &[&str]| joined(&text.join("\n"), &more.join("\n"));
        let joins = |text: &[&str], more: &[&str], to: &[&str]| {
            assert_eq!(join(text, more).as_deref(), Some(to.join("\n").as_str()), "{text:?} {more:?}");
        };
        joins(&[A], &[B], &[A, B]);
        joins(&["Quay", "By Ada Byrd", A], &["Quay", "By Ada Byrd", B], &["Quay", "By Ada Byrd", A, B]);
        joins(&["Quay", A, "Ada Byrd writes."], &["Quay", B, "Ada Byrd writes."], &["Quay", A, B, "Ada Byrd writes."]);
        joins(&[A, "So it is."], &[B, "So it is.", C], &[A, "So it is.", B, "So it is.", C]);
        assert_eq!(join(&[A, B], &[A, B]), None);
        assert_eq!(join(&[A, B], &[A, "Page 2 of 2"]), None);
    }
}
