//! JSON as text. The page leaves it to the browser, which reads and writes it anyway: the tables that
//! this takes would be a tenth of what a reader loads.

#[cfg(target_arch = "wasm32")]
mod from_js;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod to_js;

#[cfg(target_arch = "wasm32")]
pub use from_js::{from_js, kind, parse, shown, unmarked};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{parse, pretty, text};
#[cfg(target_arch = "wasm32")]
pub use to_js::{pretty, text, to_js};

use serde_json::{Map, Value};

/// An object of these fields, in their order: `json!` would be compiled anew for each.
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Map::new();
    fill(&mut object, &mut fields.into_iter());
    Value::Object(object)
}

fn fill(object: &mut Map<String, Value>, fields: &mut dyn Iterator<Item = (&str, Value)>) {
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
}
