//! Unpacking, which the browser does itself.

use super::download::{next_chunk, reader_of, words};
use super::event_loop::Breather;
use futures_util::future::{Either, select};
use js_sys::Uint8Array;
use std::pin::pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, WritableStreamDefaultWriter};

#[wasm_bindgen]
extern "C" {
    // `web_sys` still counts it as unstable.
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// What `packed` holds.
///
/// # Errors
/// In words, if it does not unpack, or to more than `most` bytes.
pub async fn unpack(packed: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let broken = |error: JsValue| {
        let words = words(&error).unwrap_or_else(|| "it breaks off".into());
        format!("it does not unpack ({words})")
    };
    let unpacker = DecompressionStream::new("gzip").map_err(broken)?;
    let writer = unpacker.get_writable().get_writer().map_err(broken)?;
    let reader = reader_of(&unpacker.get_readable());
    let read = async {
        let mut contents = Vec::new();
        let mut breather = Breather::begun_now();
        while let Some(chunk) = next_chunk(&reader).await.map_err(broken)? {
            contents.extend_from_slice(&chunk);
            if contents.len() > most {
                return Err("it unpacks to more than it should hold".into());
            }
            breather.breathe().await;
        }
        Ok(contents)
    };
    match select(pin!(read), pin!(feed(&writer, packed))).await {
        Either::Left((contents, _)) => contents,
        // What went wrong on the way in is told on the way out, too.
        Either::Right((_, read)) => read.await,
    }
}

/// A piece is unpacked in one go; more would hold up the page.
const PIECE: usize = 256 << 10;

async fn feed(writer: &WritableStreamDefaultWriter, packed: &[u8]) -> Result<(), JsValue> {
    for piece in packed.chunks(PIECE) {
        JsFuture::from(writer.write_with_chunk(&Uint8Array::from(piece))).await?;
    }
    JsFuture::from(writer.close()).await?;
    Ok(())
}
