//! What stands on a page beside its article: captions, related links, sharing buttons, newsletter boxes. Taken off the tree by
//! [`super::main_text`] before the article is looked for, since Readability keeps what stands inside of it. By the names that
//! pages give such elements, and by how much of an element is links; counted once over the tree, so its time is linear.

use dom_query::{Document, NodeRef};

/// Words that pages use in `class` and `id` for what is no part of an article.
const NAMES: [&str; 37] = [
    "advert",
    "also-on",
    "author",
    "author-bio",
    "breadcrumb",
    "byline",
    "caption",
    "comments",
    "copyright",
    "credit",
    "dateline",
    "disclaimer",
    "gallery",
    "more-stories",
    "most-popular",
    "newsletter",
    "outbrain",
    "promo",
    "pubdate",
    "publish-date",
    "read-more",
    "readmore",
    "recirc",
    "recommended",
    "related",
    "share",
    "sharing",
    "sign-up",
    "signup",
    "slideshow",
    "social",
    "sponsor",
    "subscribe",
    "taboola",
    "tags",
    "timestamp",
    "trending",
];

/// Elements that are taken off by such a name.
const NAMED: [&str; 17] = [
    "aside", "div", "em", "footer", "h2", "h3", "h4", "h5", "header", "ol", "p", "section", "small", "span", "strong",
    "time", "ul",
];

/// Elements that are taken off where all they say is links.
const LINKED: [&str; 7] = ["div", "h2", "h3", "h4", "h5", "li", "p"];

/// Words that pages use in `class` and `id` for pictures and films.
const PICTURES: [&str; 8] = ["image", "img", "media", "photo", "picture", "player", "thumbnail", "video"];

/// Elements whose text is a caption where they have such a name and a picture in them.
const PICTURED: [&str; 3] = ["div", "p", "section"];

/// What has more words than this is no caption.
const CAPTION: u32 = 60;

/// What has more words than this is never taken off by its name.
const MOST_WORDS: u32 = 150;

/// An element of the page, in document order.
struct Element<'d> {
    node: NodeRef<'d>,
    parent: usize,
    words: u32,
    /// Those of them in links.
    linked: u32,
    /// Whether it stands inside of a link: Readability weighs a block by its links, so they are not thinned out.
    in_link: bool,
    children: u32,
    /// Whether there is a picture or a film in it.
    picture: bool,
    /// Whether there is something in it that may be the article's own text, whatever it stands in.
    block: bool,
}

/// Takes it off.
pub(super) fn remove(page: &Document) {
    let elements = counted(page);
    let all = elements.first().map_or(0, |root| root.words);
    // the parent of the root is itself
    let mut gone = vec![false; elements.len()];
    for index in 1..elements.len() {
        let Element { ref node, parent, words, linked, in_link, children, picture, block } = elements[index];
        if gone[parent] {
            gone[index] = true;
            continue;
        }
        let Some(name) = node.node_name() else { continue };
        let one_of = |names: &[&str]| names.iter().any(|known| *known == &*name);
        let small = words < MOST_WORDS && words * 2 < all;
        let links = !in_link && words >= 3 && linked * 10 >= words * 9 && !(&*name == "div" && children > 3);
        let caption = &*name == "figcaption"
            || picture
                && !block
                && small
                && (&*name == "figure" || words < CAPTION && one_of(&PICTURED) && is_named(node, &PICTURES));
        if caption || small && one_of(&NAMED) && is_named(node, &NAMES) || links && one_of(&LINKED) {
            node.remove_from_parent();
            gone[index] = true;
        }
    }
}

/// The elements with their words, those of what is inside included.
fn counted(page: &Document) -> Vec<Element<'_>> {
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut waiting = vec![(page.root(), 0_usize, false)];
    while let Some((node, parent, in_link)) = waiting.pop() {
        if node.is_text() {
            let words = node.text().split_whitespace().count().try_into().unwrap_or(u32::MAX);
            elements[parent].words = elements[parent].words.saturating_add(words);
            if in_link {
                elements[parent].linked = elements[parent].linked.saturating_add(words);
            }
            continue;
        }
        let in_link = in_link || node.has_name("a");
        // nobody reads these
        if ["script", "style", "noscript", "template"].iter().any(|name| node.has_name(name)) {
            continue;
        }
        let index = elements.len();
        if node.is_element()
            && let Some(parent) = elements.get_mut(parent)
        {
            parent.children += 1;
        }
        let is = |names: &[&str]| names.iter().any(|name| node.has_name(name));
        let (picture, block) =
            (is(&["img", "picture", "video", "iframe"]), is(&["table", "blockquote", "pre", "ul", "ol"]));
        elements.push(Element { node, parent, words: 0, linked: 0, in_link, children: 0, picture, block });
        waiting.extend(node.children_it(true).map(|child| (child, index, in_link)));
    }
    for index in (1..elements.len()).rev() {
        let Element { parent, words, linked, picture, block, .. } = elements[index];
        elements[parent].words = elements[parent].words.saturating_add(words);
        elements[parent].linked = elements[parent].linked.saturating_add(linked);
        elements[parent].picture |= picture;
        elements[parent].block |= block;
    }
    elements
}

/// Whether the class or the id of an element has one of the words: `article__caption`, `related-links`.
fn is_named(node: &NodeRef<'_>, names: &[&str]) -> bool {
    ["class", "id"].iter().filter_map(|attribute| node.attr(attribute)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.split_whitespace().any(|word| {
            names.iter().any(|name| {
                name.contains('-') && word.contains(name)
                    || word.split(|c: char| !c.is_alphanumeric()).any(|part| part == *name)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(html: &str) -> String {
        let page = Document::from(html);
        remove(&page);
        page.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn captions_boxes_and_lines_of_links_are_taken_off() {
        let story = "The harbour of Tarn was closed for a week, and nobody knew why it was opened again.";
        for beside in [
            "<figure><img src=x><figcaption>A crane at work</figcaption></figure>",
            "<div class=\"article__caption\">A crane at work</div>",
            "<figure><img src=x><div>A crane at work</div></figure>",
            "<div class='article-image'><img src=x><span>A crane at work</span> <span>Photo: Bo Li</span></div>",
            "<div class=video-player><video src=x></video><p>Play: a crane at work</p></div>",
            "<div id=related-stories><p>Ferries return</p></div>",
            "<p class='social share'>Tell your friends</p>",
            "<p><a href=/x>Ferries return to the harbour</a></p>",
            "<ul><li><a href=/x>Ferries return</a> now</li><li><a href=/y>The mayor has left the town</a></li></ul>",
        ] {
            let text = left(&format!("<body><p>{story}</p> {beside}</body>"));
            assert!(text == story || beside.contains("now") && text == format!("{story} Ferries return now"), "{text}");
        }
    }

    #[test]
    fn text_with_links_in_it_and_what_is_the_page_itself_stay() {
        for html in [
            "<p>The <a href=/x>harbour of Tarn</a> was closed for a week.</p>",
            "<div class=author><p>The harbour of Tarn was closed for a week.</p></div>",
            "<figure><table><tr><td>The harbour of Tarn was closed for a week.</td></tr></table><img src=x></figure>",
            "<figure><blockquote>The harbour of Tarn was closed for a week.</blockquote></figure><p>Nobody knew why.</p>",
            "<div class=media><p>The harbour of Tarn was closed for a week.</p></div><p>Nobody knew why, and so on.</p>",
            "<p class=shareholders>The harbour of Tarn was closed for a week.</p><p>Nobody knew why, and so on.</p>",
        ] {
            assert!(left(html).starts_with("The harbour of Tarn was closed for a week."), "{html}");
        }
    }
}
