//! Unpacking, which the browser does itself.

use super::download::{next_chunk, reader_of, words};
use super::event_loop::Breather;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ReadableStream, ReadableWritablePair};

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
    let reader = reader_of(&unpacking(packed).map_err(broken)?);
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

/// Read from a blob, it is unpacked piece by piece: all at once would hold up the page.
fn unpacking(packed: &[u8]) -> Result<ReadableStream, JsValue> {
    let packed = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(packed)))?;
    let unpacker = DecompressionStream::new("gzip")?;
    Ok(packed.stream().pipe_through(&unpacker))
}
