//! Descriptions: Markdown into HTML that may stand in a page, whatever was typed.

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// What a description may consist of; everything else is dropped, its text stays.
const TAGS: [&str; 21] = [
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "del",
    "a",
    "blockquote",
    "code",
    "pre",
    "table",
    "tr",
    "th",
    "td",
];

/// Turns Markdown into safe HTML. Headings begin at the third level, below those of the page.
pub fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    // HTML that somebody typed is not Markdown: it is left out before the sanitiser sees it.
    let kept = parser.filter(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    html::push_html(&mut raw, kept.map(lower_heading));
    Builder::new()
        .tags(TAGS.into_iter().collect())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(&raw)
        .to_string()
}

fn lower_heading(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn headings_stand_below_those_of_the_page() {
        assert_eq!(to_html("# Doors\n\ntext").trim(), "<h3>Doors</h3>\n<p>text</p>");
    }

    #[test]
    fn nothing_that_runs_survives() {
        for typed in [
            "<script>alert(1)</script><img src=x onerror=y> [x](javascript:alert(1)) <b onclick=z>b</b>",
            "[x](javascript:alert(1)) and <b onclick=z>b</b>",
            "![x](https://example.org/tracker.gif) [y](data:text/html;base64,x)",
        ] {
            let html = to_html(typed);
            assert!(
                !["script:", "<script", "onerror", "onclick", "<img", "data:"]
                    .iter()
                    .any(|bad| html.contains(bad)),
                "{html}"
            );
        }
        assert!(to_html("[x](https://example.org)").contains("rel=\"noopener noreferrer nofollow\""));
    }
}
