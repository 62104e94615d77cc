//! One connection that is kept open, as a browser keeps it. What the server closes is opened again.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, LOCATION};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Why a rehearsal could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RehearseError {
    /// Only plain HTTP, to a machine of one's own.
    #[error(
        "{0} is not an address such as http://127.0.0.1:8080; rehearse against the program itself, not its proxy"
    )]
    NotAnAddress(String),
    /// The shop cannot be reached.
    #[error("the shop cannot be reached: {0}")]
    Unreachable(std::io::Error),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Broken(#[from] hyper::Error),
    /// A request could not be written.
    #[error("a request could not be written: {0}")]
    Unwritable(#[from] hyper::http::Error),
    /// The page is not what a buyer needs.
    #[error("{path} offers nothing to buy (status {status}); name a published event that is on sale")]
    NothingOffered {
        /// Its path.
        path: String,
        /// Its status.
        status: u16,
    },
    /// A buyer's task ended early.
    #[error("a buyer gave up: {0}")]
    GaveUp(#[from] tokio::task::JoinError),
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where a redirect leads, without the server's own name.
    pub(crate) location: Option<String>,
    pub(crate) body: Bytes,
}

/// A buyer's connection.
pub(crate) struct Client {
    host: String,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    /// For the shop at `url`. Nothing is connected yet.
    pub(crate) fn new(url: &str) -> Result<Self, RehearseError> {
        let host = url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
        let host = host.filter(|host| host.contains(':') && !host.contains('/'));
        let host = host.ok_or_else(|| RehearseError::NotAnAddress(url.to_owned()))?;
        Ok(Self { host: host.to_owned(), sender: None })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Answer, RehearseError> {
        self.send(Method::GET, path, FORM, None, String::new()).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, path: &str, form: String) -> Result<Answer, RehearseError> {
        self.send(Method::POST, path, FORM, None, form).await
    }

    /// Sends JSON, with a token where one is needed.
    pub(crate) async fn post_json(
        &mut self,
        path: &str,
        body: String,
        token: Option<&str>,
    ) -> Result<Answer, RehearseError> {
        self.send(Method::POST, path, JSON, token, body).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: &str,
        token: Option<&str>,
        body: String,
    ) -> Result<Answer, RehearseError> {
        let mut request =
            Request::builder().method(method).uri(path).header(HOST, &self.host).header(CONTENT_TYPE, kind);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Full::new(Bytes::from(body)))?;
        let sender = self.connected().await?;
        let response = match sender.send_request(request).await {
            Ok(response) => response,
            Err(error) => {
                self.sender = None;
                return Err(error.into());
            }
        };
        let status = response.status().as_u16();
        let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.map(|to| self.without_host(to));
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, location, body })
    }

    /// The path of an address at this shop.
    pub(crate) fn without_host(&self, to: &str) -> String {
        let own = format!("http://{}", self.host);
        to.strip_prefix(own.as_str()).unwrap_or(to).to_owned()
    }

    async fn connected(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, RehearseError> {
        let mut sender = match self.sender.take() {
            Some(sender) if !sender.is_closed() => sender,
            _ => self.connect().await?,
        };
        sender.ready().await?;
        Ok(self.sender.insert(sender))
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, RehearseError> {
        let stream = TcpStream::connect(&self.host).await.map_err(RehearseError::Unreachable)?;
        stream.set_nodelay(true).map_err(RehearseError::Unreachable)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends with the sender, or when the server closes; the next request then connects again.
        tokio::spawn(connection);
        Ok(sender)
    }
}
