//! Unpacking, which the browser does itself.

use super::download::{next_chunk, reader_of, words};
use super::event_loop::Breather;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, ReadableWritablePair, Response};

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
    let mut contents = Vec::new();
    let Some(stream) = unpacking(packed).map_err(broken)? else {
        return Ok(contents);
    };
    let reader = reader_of(&stream);
    let mut breather = Breather::begun_now();
    while let Some(chunk) = next_chunk(&reader).await.map_err(broken)? {
        contents.extend_from_slice(&chunk);
        if contents.len() > most {
            return Err("it unpacks to more than it should hold".into());
        }
        breather.breathe().await;
    }
    Ok(contents)
}

fn unpacking(packed: &[u8]) -> Result<Option<ReadableStream>, JsValue> {
    let response = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(packed)))?;
    let unpacker = DecompressionStream::new("gzip")?;
    Ok(response.body().map(|body| body.pipe_through(&unpacker)))
}
