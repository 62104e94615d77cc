//! Reading the shop as a person without JavaScript does: a page, its cards, the link to the next page.

use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection that is kept.
pub(crate) struct Browser {
    host: String,
    sender: SendRequest<Empty<Bytes>>,
}

/// A page.
pub(crate) struct Seen {
    pub(crate) status: u16,
    html: String,
}

impl Browser {
    /// Connects.
    pub(crate) async fn at(url: &str) -> Self {
        let host = url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the shop is there");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(connection);
        Self { host, sender }
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        let request = Request::get(path).header("host", &self.host).body(Empty::new()).expect("a request");
        self.sender.ready().await.expect("the connection stays open");
        let answer = self.sender.send_request(request).await.expect("an answer");
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        Seen { status, html: String::from_utf8_lossy(&body).into_owned() }
    }
}

impl Seen {
    /// The text of each event's card, in order, in lower case.
    pub(crate) fn cards(&self) -> Vec<String> {
        self.html
            .split("<article")
            .skip(1)
            .map(|card| text(card.split("</article>").next().unwrap_or(card)))
            .collect()
    }

    /// Where the next page is.
    pub(crate) fn next(&self) -> Option<String> {
        let link = self.html.split(" rel=\"next\" href=\"").nth(1)?;
        link.split('"').next().map(|href| href.replace("&#38;", "&"))
    }
}

/// What stands between the tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (at, piece) in html.split('<').enumerate() {
        let shown = if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, shown)| shown) };
        text.push_str(shown);
        text.push(' ');
    }
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
