//! A part of the page: its markup, and beside it what in there follows the session's signals.
//!
//! Closures are boxed where they arrive, so that the page carries the machinery of signals and of the DOM once
//! and not once for every element.

use leptos::prelude::*;
use std::any::Any;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node, window};

/// An element of the page.
#[derive(Clone)]
pub struct Part(Element);

impl Part {
    /// The one element of this markup, not on the page yet.
    pub fn of(markup: &str) -> Part {
        let document = window().and_then(|window| window.document()).expect("a page");
        let around = document.create_element("div").expect("a name that HTML knows");
        around.set_inner_html(markup);
        let element = around.first_element_child().expect("markup of an element");
        // Else it would keep what it was parsed in.
        element.remove();
        Part(element)
    }

    /// An element that is on the page already.
    pub fn from_page(element: Element) -> Part {
        Part(element)
    }

    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The same as a kind of element that the markup makes it.
    pub fn element_as<T: JsCast>(&self) -> &T {
        self.0.unchecked_ref()
    }

    /// The first element within that fits a selector; there has to be one.
    pub fn find(&self, selector: &str) -> Part {
        let found = self.0.query_selector(selector).ok().flatten();
        Part(found.unwrap_or_else(|| panic!("{selector} is not in the markup")))
    }

    /// The element within that has this `data-testid`.
    pub fn named(&self, testid: &str) -> Part {
        self.find(&format!("[data-testid='{testid}']"))
    }

    /// What the reader has typed or chosen.
    pub fn typed(&self) -> String {
        let value = js_sys::Reflect::get(&self.0, &"value".into());
        value.ok().and_then(|value| value.as_string()).unwrap_or_default()
    }

    /// Sets a property once.
    pub fn set(&self, property: &str, value: &str) {
        let _ = js_sys::Reflect::set(&self.0, &property.into(), &value.into());
    }

    /// Puts a part at its end.
    pub fn add(&self, part: &Part) {
        // Only an element within itself would be refused.
        let _ = self.0.append_child(&part.0);
    }

    /// Puts a part before another one within.
    pub fn add_before(&self, part: &Part, next: &Part) {
        let _ = self.0.insert_before(&part.0, Some(&next.0));
    }

    /// Its text follows.
    pub fn text(&self, of: impl Fn() -> String + 'static) -> &Part {
        let element = self.0.clone();
        self.write(Box::new(of), Box::new(move |text| element.set_text_content(Some(text))))
    }

    /// Its content follows, as markup.
    pub fn markup(&self, of: impl Fn() -> String + 'static) -> &Part {
        let element = self.0.clone();
        self.write(Box::new(of), Box::new(move |markup| element.set_inner_html(markup)))
    }

    /// An attribute follows.
    pub fn attribute(&self, name: &'static str, of: impl Fn() -> String + 'static) -> &Part {
        let element = self.0.clone();
        let write = move |value: &str| {
            // Only an impossible name would be refused.
            let _ = element.set_attribute(name, value);
        };
        self.write(Box::new(of), Box::new(write))
    }

    /// An attribute says `true` or `false`, as those of ARIA do.
    pub fn state(&self, name: &'static str, of: impl Fn() -> bool + 'static) -> &Part {
        self.attribute(name, move || of().to_string())
    }

    /// An attribute is there or not, like `disabled`.
    pub fn flag(&self, name: &'static str, of: impl Fn() -> bool + 'static) -> &Part {
        let element = self.0.clone();
        let write = move |value: &str| {
            let _ = element.toggle_attribute_with_force(name, !value.is_empty());
        };
        self.write(Box::new(move || mark(of())), Box::new(write))
    }

    /// It is of a class or not.
    pub fn class(&self, name: &'static str, of: impl Fn() -> bool + 'static) -> &Part {
        let classes = self.0.class_list();
        let write = move |value: &str| {
            let _ = classes.toggle_with_force(name, !value.is_empty());
        };
        self.write(Box::new(move || mark(of())), Box::new(write))
    }

    /// What a control shows follows; the reader may have changed it since.
    pub fn value(&self, of: impl Fn() -> String + 'static) -> &Part {
        self.property("value", of, |text| text.into())
    }

    /// Whether a box is ticked follows.
    pub fn checked(&self, of: impl Fn() -> bool + 'static) -> &Part {
        self.property("checked", move || mark(of()), |mark| (!mark.is_empty()).into())
    }

    fn property(
        &self,
        name: &'static str,
        of: impl Fn() -> String + 'static,
        value: fn(&str) -> JsValue,
    ) -> &Part {
        let element = self.0.clone();
        let write = move |text: &str| {
            let _ = js_sys::Reflect::set(&element, &name.into(), &value(text));
        };
        self.write(Box::new(of), Box::new(write))
    }

    fn write(&self, of: Box<dyn Fn() -> String>, write: Box<dyn Fn(&str)>) -> &Part {
        let follow = move |before: Option<String>| {
            let now = of();
            if before.as_ref() != Some(&now) {
                write(&now);
            }
            now
        };
        keep(Box::new(RenderEffect::new(follow)));
        self
    }

    /// Listens to an event as long as the part is there.
    pub fn on(&self, event: &str, act: impl Fn(Event) + 'static) -> &Part {
        let act: Box<dyn Fn(Event)> = Box::new(act);
        let listener = Closure::wrap(act);
        // Only an impossible listener would be refused.
        let _ = self.0.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        keep(Box::new(listener));
        self
    }

    /// Listens to presses.
    pub fn on_click(&self, act: impl Fn() + 'static) -> &Part {
        self.on("click", move |_| act())
    }

    /// Holds a part for each of the `keys`, in their order. The part of a key that stays is kept.
    pub fn list(
        &self,
        keys: impl Fn() -> Vec<u32> + 'static,
        make: impl Fn(u32) -> Part + 'static,
    ) -> &Part {
        let keys: Box<dyn Fn() -> Vec<u32>> = Box::new(keys);
        let make: Box<dyn Fn(u32) -> Part> = Box::new(make);
        let parent = self.0.clone();
        // What is made belongs to the list, not to the run of the effect that made it.
        let owner = Owner::new();
        let items = RefCell::new(Vec::new());
        follow(move || update(&parent, &owner, &mut items.borrow_mut(), &keys(), &make));
        self
    }
}

/// A part of a list, and what its signals belong to.
struct Item {
    key: u32,
    owner: Owner,
    part: Part,
}

fn update(
    parent: &Element,
    owner: &Owner,
    items: &mut Vec<Item>,
    keys: &[u32],
    make: &dyn Fn(u32) -> Part,
) {
    items.retain(|item| {
        let stays = keys.contains(&item.key);
        if !stays {
            item.part.0.remove();
            item.owner.cleanup();
        }
        stays
    });
    for (place, &key) in keys.iter().enumerate() {
        if items.get(place).is_some_and(|item| item.key == key) {
            continue;
        }
        let item = match items.iter().position(|item| item.key == key) {
            Some(found) => items.remove(found),
            None => {
                let owner = owner.child();
                let part = untrack(|| owner.with(|| make(key)));
                Item { key, owner, part }
            }
        };
        let next = items.get(place).map(|item| -> &Node { &item.part.0 });
        let _ = parent.insert_before(&item.part.0, next);
        items.insert(place, item);
    }
}

/// Does something now, and again whenever a signal that it read has changed.
pub fn follow(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    let effect = RenderEffect::new(move |_: Option<String>| {
        act();
        String::new()
    });
    keep(Box::new(effect));
}

/// What follows from signals, worked out once for all that read it.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    of: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let of: Box<dyn Fn() -> T + Send + Sync> = Box::new(of);
    Memo::new(move |_| of())
}

/// Keeps something as long as the part of the page that is being made.
fn keep(what: Box<dyn Any>) {
    StoredValue::new_local(what);
}

fn mark(is_so: bool) -> String {
    if is_so { "1".into() } else { String::new() }
}
