//! What the browser tells of the graphics adapter, put together to a name: it gives no name itself.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// E.g. `NVIDIA ampere` or `Google SwiftShader`; `None` where the browser keeps it to itself.
pub async fn adapter_name() -> Option<String> {
    let adapter = JsFuture::from(request_adapter().ok()?).await.ok()?;
    let info = Reflect::get(&adapter, &"info".into()).ok()?;
    let told = |field: &str| {
        let text = Reflect::get(&info, &field.into()).ok()?.as_string()?;
        (!text.is_empty()).then_some(text)
    };
    told("description").or_else(|| {
        let parts = ["vendor", "architecture", "device"].into_iter().filter_map(told);
        let words: Vec<String> = parts.map(|part| spelt(&part)).collect();
        (!words.is_empty()).then(|| words.join(" "))
    })
}

fn request_adapter() -> Result<Promise, JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let gpu = Reflect::get(&navigator, &"gpu".into())?;
    let request: Function = Reflect::get(&gpu, &"requestAdapter".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"powerPreference".into(), &"high-performance".into())?;
    request.call1(&gpu, &options)?.dyn_into()
}

/// WebGPU writes vendors in lower case.
fn spelt(word: &str) -> String {
    let spelt = match word {
        "amd" => "AMD",
        "apple" => "Apple",
        "arm" => "Arm",
        "google" => "Google",
        "intel" => "Intel",
        "microsoft" => "Microsoft",
        "nvidia" => "NVIDIA",
        "qualcomm" => "Qualcomm",
        "samsung" => "Samsung",
        "swiftshader" => "SwiftShader",
        other => other,
    };
    spelt.into()
}
