//! Reading a body piece by piece, from the network or from the browser's storage.

use super::event_loop::{Breather, within};
use super::load_error::Failure;
use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use std::future::Future;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStream, ReadableStreamDefaultReader, RequestCache};

/// A server that sends nothing for so long is given up.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// Larger pieces are cut, so that taking one in lasts a few milliseconds.
const LARGEST_PIECE: usize = 64 << 10;

/// Fetches `url` and hands on its bytes as they arrive.
pub async fn fetch(url: &str, take: impl FnMut(&[u8])) -> Result<(), Failure> {
    let connection = Connection::new()?;
    let request = Request::get(url)
        // The page keeps what it has checked; a second copy, perhaps a wrong one, would be in the way.
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&connection.0.signal()))
        .send();
    let response =
        unless_silent(request).await?.map_err(|error| Failure::Network(error.to_string()))?;
    match response.status() {
        404 | 410 => Err(Failure::NotFound),
        _ if !response.ok() => Err(Failure::Refused(response.status())),
        _ if is_web_page(&response) => Err(Failure::NotFound),
        _ => read(response, take).await,
    }
}

/// Hands on the bytes of a response.
pub async fn read(response: Response, mut take: impl FnMut(&[u8])) -> Result<(), Failure> {
    let Some(stream) = response.body() else {
        return Ok(());
    };
    let reader = reader_of(&stream);
    let mut breather = Breather::begun_now();
    let mut is_first = true;
    while let Some(chunk) = unless_silent(next_chunk(&reader)).await?.map_err(network)? {
        if std::mem::take(&mut is_first) && chunk.first() == Some(&b'<') {
            return Err(Failure::NotFound);
        }
        for piece in chunk.chunks(LARGEST_PIECE) {
            take(piece);
            breather.breathe().await;
        }
    }
    Ok(())
}

/// The one who reads `stream`.
pub(super) fn reader_of(stream: &ReadableStream) -> ReadableStreamDefaultReader {
    stream.get_reader().unchecked_into()
}

/// The bytes that come next, `None` at the end.
pub(super) async fn next_chunk(
    reader: &ReadableStreamDefaultReader,
) -> Result<Option<Vec<u8>>, JsValue> {
    let result = JsFuture::from(reader.read()).await?;
    if Reflect::get(&result, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let bytes: Uint8Array = Reflect::get(&result, &"value".into())?.dyn_into()?;
    Ok(Some(bytes.to_vec()))
}

async fn unless_silent<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    within(LONGEST_SILENCE, future).await.ok_or(Failure::Silent(LONGEST_SILENCE.as_secs()))
}

/// Servers made for development answer a missing file with the page itself, and status 200.
fn is_web_page(response: &Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}

fn network(error: JsValue) -> Failure {
    Failure::Network(words(&error).unwrap_or_else(|| "the answer broke off".into()))
}

/// What the browser says of an error.
pub(super) fn words(error: &JsValue) -> Option<String> {
    error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()))
}

/// Ends the transfer when it is no longer wanted.
struct Connection(AbortController);

impl Connection {
    fn new() -> Result<Self, Failure> {
        AbortController::new().map(Connection).map_err(network)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}
