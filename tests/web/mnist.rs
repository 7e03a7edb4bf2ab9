//! Looking for MNIST's files with a network that the test makes up.

use super::javascript::js;
use fitlab::browser::{Attempt, Failure, LoadError, Source, load_mnist};
use fitlab::data::mnist::{FILES, MnistError};
use js_sys::Reflect;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// The page's `fetch`, replaced until this is dropped.
struct Network(JsValue);

impl Network {
    /// `answer` is a function of the URL that gives a Response or throws.
    fn answering(answer: &str) -> Network {
        let original = js("window.fetch");
        let answer =
            format!("function (request) {{ return Promise.resolve(request.url).then({answer}); }}");
        Reflect::set(&js("window"), &"fetch".into(), &js(&answer)).unwrap();
        Network(original)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        Reflect::set(&js("window"), &"fetch".into(), &self.0).unwrap();
    }
}

/// What happened at each place, and the whole message.
async fn failures() -> (Vec<Attempt>, String) {
    let error = load_mnist(|_| {}).await.map(|_| ()).unwrap_err();
    let message = error.to_string();
    match error {
        LoadError::Nowhere { file, attempts } if file == FILES[0] => (attempts, message),
        other => panic!("{other}"),
    }
}

async fn failure_everywhere(answer: &str) -> (Failure, String) {
    let _network = Network::answering(answer);
    let (attempts, message) = failures().await;
    let sources: Vec<Source> = attempts.iter().map(|attempt| attempt.source).collect();
    let mirrors = ["cdn.jsdelivr.net", "raw.githubusercontent.com"].map(Source::Mirror);
    assert_eq!(sources, [Source::OwnFolder, mirrors[0], mirrors[1]], "{message}");
    assert!(attempts.iter().all(|attempt| attempt.failure == attempts[0].failure), "{message}");
    (attempts[0].failure.clone(), message)
}

#[wasm_bindgen_test]
async fn missing_files_are_not_found_however_the_server_says_so() {
    for answer in [
        "() => new Response('', {status: 404})",
        "() => new Response('<!doctype html>', {headers: {'content-type': 'text/html; charset=utf-8'}})",
        "() => new Response('<html>', {headers: {'content-type': 'application/gzip'}})",
    ] {
        let (failure, message) = failure_everywhere(answer).await;
        assert_eq!(failure, Failure::NotFound, "{answer}");
        assert!(
            message.contains("not found") && message.contains("cargo xtask mnist"),
            "{message}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_failing_network_and_a_refusing_server_are_told_apart() {
    let (failure, message) = failure_everywhere("() => { throw new TypeError('gone'); }").await;
    assert!(matches!(failure, Failure::Network(_)), "{failure:?}");
    assert!(message.contains("the network failed") && message.contains("gone"), "{message}");
    assert!(message.contains("Check the connection"), "{message}");
    let (failure, _) = failure_everywhere("() => new Response('', {status: 503})").await;
    assert_eq!(failure, Failure::Refused(503));
    let broken = "() => new Response(new ReadableStream({
        start(c) { c.enqueue(new Uint8Array([31, 139])); }, pull(c) { c.error(new Error('cut')); } }))";
    let (failure, _) = failure_everywhere(broken).await;
    assert_eq!(failure, Failure::Network("cut".into()));
}

#[wasm_bindgen_test]
async fn wrong_files_are_malformed_or_have_the_wrong_checksum() {
    let (failure, message) = failure_everywhere("() => new Response('abc')").await;
    assert!(matches!(failure, Failure::Wrong(MnistError::Malformed { .. })), "{message}");
    assert!(message.contains("malformed"), "{message}");
    // A readable file of two images.
    let images = "() => new Response(new Uint8Array([0,0,8,3, 0,0,0,2, 0,0,0,28, 0,0,0,28, ...Array(1568).fill(1)]))";
    let (failure, message) = failure_everywhere(images).await;
    assert!(matches!(failure, Failure::Wrong(MnistError::Checksum { .. })), "{message}");
    assert!(message.contains("wrong checksum"), "{message}");
}

#[wasm_bindgen_test]
async fn packed_files_are_unpacked_before_they_are_checked() {
    let answer = |bytes: &str, change: &str| {
        format!(
            "async () => {{
                const packer = new CompressionStream('gzip');
                const packed = new Response(new Response({bytes}).body.pipeThrough(packer));
                return new Response(new Uint8Array(await packed.arrayBuffer()){change});
            }}"
        )
    };
    let images = "new Uint8Array([0,0,8,3, 0,0,0,2, 0,0,0,28, 0,0,0,28, ...Array(1568).fill(1)])";
    let (failure, message) = failure_everywhere(&answer(images, "")).await;
    assert!(matches!(failure, Failure::Wrong(MnistError::Checksum { .. })), "{message}");
    let endless = "new Uint8Array(49 << 20)";
    for broken in
        [answer(images, ".slice(0, -9)"), answer(images, ".fill(255, 12, 14)"), answer(endless, "")]
    {
        let (failure, message) = failure_everywhere(&broken).await;
        assert!(matches!(failure, Failure::Wrong(MnistError::Malformed { .. })), "{message}");
    }
}

#[wasm_bindgen_test]
async fn each_place_is_told_with_what_happened_there() {
    let _network = Network::answering(
        "url => { if (url.includes('jsdelivr')) throw new TypeError('gone');
                  return new Response(url.includes('github') ? 'abc' : '', {status: url.includes('github') ? 200 : 404}); }",
    );
    let (attempts, message) = failures().await;
    assert_eq!(attempts.len(), 3);
    for part in [
        "this page's own folder data/mnist/: not found; ",
        "cdn.jsdelivr.net: the network failed (",
        "raw.githubusercontent.com: train-images-idx3-ubyte.gz is malformed",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[wasm_bindgen_test]
async fn a_stored_file_that_is_wrong_is_deleted_and_fetched_again() {
    let url = format!("data/mnist/{}", FILES[0]);
    let run = |body: &str| {
        let script = format!(
            "(async () => {{ const cache = await caches.open('fitlab-mnist'); {body} }})()"
        );
        wasm_bindgen_futures::JsFuture::from(js(&script).unchecked_into::<js_sys::Promise>())
    };
    run(&format!("await cache.put('{url}', new Response('spoilt'))")).await.unwrap();
    let _network = Network::answering("() => new Response('', {status: 404})");
    let received = Cell::new(0);
    let error =
        load_mnist(|progress| received.set(progress.received)).await.map(|_| ()).unwrap_err();
    assert_eq!(received.get(), "spoilt".len(), "it was read");
    let message = error.to_string();
    assert!(
        message.contains("this browser's storage: train-images-idx3-ubyte.gz is malformed"),
        "{message}"
    );
    let left = run(&format!("return await cache.match('{url}')")).await.unwrap();
    assert!(left.is_undefined(), "it is still there");
}
