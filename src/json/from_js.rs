//! A JavaScript value as JSON, without losing what JSON has no word for: NaN, functions, cycles and
//! the like travel as marked strings, which no field accepts, and stand unquoted in the message.

use super::text;
use js_sys::{Array, Function, JSON, Object, Reflect};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Around a marked text; characters of private use, which nobody types.
const MARKS: [char; 2] = ['\u{E000}', '\u{E001}'];

/// No list or object of the configuration is nearly as large.
const MOST_ENTRIES: u32 = 1000;

/// The value that a text describes.
///
/// # Errors
/// In the browser's words, if it is no JSON.
pub fn parse(text: &str) -> Result<Value, String> {
    match JSON::parse(text) {
        Ok(value) => Ok(from_js(&value)),
        Err(error) => Err(String::from(error.unchecked_into::<js_sys::Error>().message())),
    }
}

/// The value as JSON; `undefined` fields are left out.
pub fn from_js(value: &JsValue) -> Value {
    Converter { around: Vec::new() }.convert(value)
}

/// The message without the quotes and marks that strings of [`from_js`] brought into it.
pub fn unmarked(message: &str) -> String {
    let [open, close] = MARKS;
    // A long value may have been cut between the marks.
    message.replace(&format!("\"{open}"), "").replace(&format!("{close}\""), "").replace(MARKS, "")
}

/// A value of any kind in a few words.
pub fn shown(value: &JsValue) -> String {
    const LONGEST: usize = 80;
    let text = unmarked(&text(&from_js(value)));
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// What kind of object it is, e.g. `Uint8Array`; its class, or `Object`.
pub fn kind(value: &JsValue) -> String {
    let constructor = Reflect::get(value, &"constructor".into());
    let class = constructor.ok().and_then(|class| class.dyn_into::<Function>().ok());
    class.map_or_else(|| "Object".into(), |class| String::from(class.name()))
}

struct Converter {
    /// The objects that the current one stands in, to notice one that stands in itself.
    around: Vec<JsValue>,
}

impl Converter {
    fn convert(&mut self, value: &JsValue) -> Value {
        if value.is_null() {
            Value::Null
        } else if let Some(truth) = value.as_bool() {
            Value::Bool(truth)
        } else if let Some(number) = value.as_f64() {
            number_to_json(number)
        } else if let Some(text) = value.as_string() {
            Value::String(text)
        } else if value.is_object() {
            self.convert_object(value)
        } else {
            marked(&primitive(value))
        }
    }

    fn convert_object(&mut self, value: &JsValue) -> Value {
        if self.around.contains(value) {
            return marked("an object that contains itself");
        }
        self.around.push(value.clone());
        let converted = match value.dyn_ref::<Array>() {
            Some(list) => self.convert_list(list),
            None if is_made_of_fields(value) => self.convert_fields(value),
            None => marked(&article(&kind(value))),
        };
        self.around.pop();
        converted
    }

    fn convert_list(&mut self, list: &Array) -> Value {
        match list.length() {
            length if length > MOST_ENTRIES => marked(&format!("a list of {length}")),
            _ => list.iter().map(|item| self.convert(&item)).collect(),
        }
    }

    fn convert_fields(&mut self, object: &JsValue) -> Value {
        let Ok(keys) = Reflect::own_keys(object) else {
            return marked("an object that cannot be read");
        };
        if keys.length() > MOST_ENTRIES {
            return marked(&format!("an object of {} fields", keys.length()));
        }
        let mut map = Map::new();
        for key in keys.iter() {
            let Some(name) = key.as_string() else { continue };
            match Reflect::get(object, &key) {
                Ok(value) if value.is_undefined() => {}
                Ok(value) => drop(map.insert(name, self.convert(&value))),
                Err(_) => drop(map.insert(name, marked("a field that cannot be read"))),
            }
        }
        Value::Object(map)
    }
}

fn number_to_json(number: f64) -> Value {
    const LARGEST_SAFE: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= LARGEST_SAFE {
        return Value::from(number as i64);
    }
    match Number::from_f64(number) {
        Some(number) => Value::Number(number),
        None if number.is_nan() => marked("NaN"),
        None if number > 0.0 => marked("Infinity"),
        None => marked("-Infinity"),
    }
}

/// What is neither an object nor known to JSON.
fn primitive(value: &JsValue) -> String {
    if value.is_undefined() {
        "undefined".into()
    } else if value.is_function() {
        "a function".into()
    } else if value.is_bigint() {
        let digits = value.unchecked_ref::<js_sys::BigInt>().to_string(10).map(String::from);
        digits.map_or_else(|_| "a BigInt".into(), |digits| format!("the BigInt {digits}n"))
    } else {
        "a symbol".into()
    }
}

/// Whether its contents are its fields, unlike those of a map, a date or an array of bytes.
fn is_made_of_fields(value: &JsValue) -> bool {
    // The one that every plain object has; the value may have its own.
    let to_string = Reflect::get(&Object::new(), &"toString".into());
    let Some(to_string) = to_string.ok().and_then(|method| method.dyn_into::<Function>().ok())
    else {
        return false;
    };
    let tag = to_string.call0(value);
    tag.is_ok_and(|tag| tag == "[object Object]")
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn marked(text: &str) -> Value {
    let [open, close] = MARKS;
    Value::String(format!("{open}{text}{close}"))
}
