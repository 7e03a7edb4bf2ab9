//! Files for the reader's disk.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers `text` as a download named `name`.
///
/// # Errors
/// In words, if the browser objects.
pub fn save_text(name: &str, media_type: &str, text: &str) -> Result<(), String> {
    offer(name, media_type, text)
        .map_err(|error| format!("{name} could not be saved: the browser objects ({error:?})."))
}

fn offer(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let clicked = click_link(name, &url);
    Url::revoke_object_url(&url)?;
    clicked
}

fn click_link(name: &str, url: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.ok_or("there is no document")?.create_element("a")?;
    let link: HtmlAnchorElement = link.dyn_into()?;
    link.set_download(name);
    link.set_href(url);
    link.click();
    Ok(())
}
