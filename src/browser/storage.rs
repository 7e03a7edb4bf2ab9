//! Files kept in the browser between visits. Where it keeps none, none is found.

use super::event_loop::within;
use gloo_net::http::Response;
use js_sys::{Promise, Reflect, Uint8Array};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Cache;

const NAME: &str = "fitlab-mnist";

/// A storage that takes longer to look something up does not speed anything up.
const LONGEST_LOOK_UP: Duration = Duration::from_secs(5);

/// What is kept under `url`.
pub async fn find(url: &str) -> Option<Response> {
    let found = answer_of(open().await?.match_with_str(url)).await?;
    found.dyn_into::<web_sys::Response>().ok().map(Response::from)
}

/// Keeps `bytes` under `url` if the browser has room.
pub async fn keep(url: String, bytes: Vec<u8>) {
    let Some(cache) = open().await else { return };
    let body = Uint8Array::from(&bytes[..]);
    if let Ok(response) = web_sys::Response::new_with_opt_js_u8_array(Some(&body)) {
        // A file not kept is fetched again.
        JsFuture::from(cache.put_with_str(&url, &response)).await.ok();
    }
}

/// Forgets what is kept under `url`.
pub async fn forget(url: &str) {
    if let Some(cache) = open().await {
        answer_of(cache.delete_with_str(url)).await;
    }
}

async fn open() -> Option<Cache> {
    let window = web_sys::window()?;
    // An insecure page has no `caches` at all.
    Reflect::get(&window, &"caches".into()).ok().filter(|caches| caches.is_object())?;
    answer_of(window.caches().ok()?.open(NAME)).await?.dyn_into().ok()
}

async fn answer_of(promise: Promise) -> Option<wasm_bindgen::JsValue> {
    within(LONGEST_LOOK_UP, JsFuture::from(promise)).await?.ok()
}
