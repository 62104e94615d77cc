//! A letter: its words once, written as plain text and as simple HTML. Everything from people is escaped here,
//! so no name and no title can become markup.

use std::fmt::Write as _;

use super::{Attachment, Message};
use crate::i18n::Lang;

/// A letter being written, paragraph by paragraph.
#[derive(Clone, Debug)]
pub struct Letter {
    lang: Lang,
    subject: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    Heading(String),
    Paragraph(String),
    Button { label: String, url: String },
    Facts(Vec<(String, String)>),
    List(Vec<String>),
}

impl Letter {
    /// An empty letter.
    pub fn new(lang: Lang, subject: impl Into<String>) -> Self {
        Self { lang, subject: subject.into(), blocks: Vec::new() }
    }

    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// A line that names what follows.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.with(Block::Heading(text.into()))
    }

    /// A paragraph.
    #[must_use]
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }

    /// What to do next.
    #[must_use]
    pub fn button(self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.with(Block::Button { label: label.into(), url: url.into() })
    }

    /// Names and values, such as a receipt.
    #[must_use]
    pub fn facts(self, facts: Vec<(String, String)>) -> Self {
        self.with(Block::Facts(facts))
    }

    /// A list, such as tickets.
    #[must_use]
    pub fn list(self, items: Vec<String>) -> Self {
        self.with(Block::List(items))
    }

    /// The mail to one person.
    pub fn to(&self, address: &str, attachments: Vec<Attachment>) -> Message {
        Message {
            to: address.to_owned(),
            subject: self.subject.clone(),
            text: self.text(),
            html: self.html(),
            attachments,
        }
    }

    fn text(&self) -> String {
        let parts: Vec<String> = self.blocks.iter().map(Block::text).collect();
        parts.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let (code, dir, title) = (self.lang.code(), self.lang.dir(), escape(&self.subject));
        let body: String = self.blocks.iter().map(Block::html).collect();
        format!(
            "<!doctype html>\n<html lang=\"{code}\" dir=\"{dir}\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\n\
             <body>\n{body}</body>\n</html>\n"
        )
    }
}

impl Block {
    fn text(&self) -> String {
        match self {
            Self::Heading(text) | Self::Paragraph(text) => text.clone(),
            Self::Button { label, url } => format!("{label}:\n{url}"),
            Self::Facts(facts) => {
                let lines: Vec<String> =
                    facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                lines.join("\n")
            }
            Self::List(items) => {
                let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
                lines.join("\n")
            }
        }
    }

    fn html(&self) -> String {
        match self {
            Self::Heading(text) => format!("<h1>{}</h1>\n", escape(text)),
            Self::Paragraph(text) => format!("<p>{}</p>\n", escape(text).replace('\n', "<br>\n")),
            Self::Button { label, url } => {
                format!("<p><a href=\"{}\"><strong>{}</strong></a></p>\n", escape(url), escape(label))
            }
            Self::Facts(facts) => {
                let rows = facts.iter().fold(String::new(), |mut rows, (name, value)| {
                    // Writing into a string cannot fail.
                    let _ = writeln!(rows, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
                    rows
                });
                format!("<dl>\n{rows}</dl>\n")
            }
            Self::List(items) => {
                let rows: String = items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
                format!("<ul>\n{rows}</ul>\n")
            }
        }
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_say_the_same_and_nothing_becomes_markup() {
        let letter = Letter::new(Lang::EN, "Your <order>")
            .heading("Hello <b>Ann</b>")
            .button("See \"it\"", "https://a.example/?x=1&y='2'")
            .facts(vec![("Total".into(), "€5 & more".into())])
            .list(vec!["Row <A>".into()]);
        let mail = letter.to("ann@b.example", Vec::new());
        assert_eq!(
            mail.text,
            "Hello <b>Ann</b>\n\nSee \"it\":\nhttps://a.example/?x=1&y='2'\n\nTotal: €5 & more\n\n- Row <A>\n"
        );
        assert!(!mail.html.contains("<b>") && mail.html.contains("&lt;b&gt;Ann"), "{}", mail.html);
        assert!(mail.html.contains("href=\"https://a.example/?x=1&amp;y=&#39;2&#39;\""), "{}", mail.html);
        assert!(mail.html.contains("<title>Your &lt;order&gt;</title>"), "{}", mail.html);
    }
}
