//! The program that writes answers, results and reports. It is loaded when the first training begins. Natively
//! there is nothing to do.

#[cfg(target_arch = "wasm32")]
mod door {
    use fitlab::guide::Question;
    use fitlab::json::from_js;
    use fitlab::notebook::{Book, News, Occasion, browser, date};
    use fitlab::page::link_to;
    use fitlab::workers::events_from_list;
    use js_sys::Array;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The book as the page sees it.
    #[wasm_bindgen]
    #[derive(Default)]
    pub struct Notebook(Book);

    #[wasm_bindgen]
    impl Notebook {
        #[wasm_bindgen(constructor)]
        pub fn new() -> Notebook {
            Notebook::default()
        }

        #[wasm_bindgen(js_name = takeIn)]
        pub fn take_in(&mut self, networks: &JsValue, events: &Array) {
            if let Some(events) = events_from_list(events) {
                self.0.take_in(&News { networks: from_js(networks), events });
            }
        }

        pub fn answer(&self, question: usize) -> String {
            self.0.answer(Question::numbered(question))
        }

        pub fn results(&self) -> String {
            self.0.results()
        }

        pub fn inside(&self, instrument: &str) -> String {
            self.0.inside(instrument)
        }

        pub fn report(&self, question: usize) -> String {
            let (date, browser) = (&date(), &browser());
            let question = Question::numbered(question);
            self.0.report(&Occasion { question, date, browser, link_to })
        }
    }
}

/// Everything waits for the page to open a notebook.
#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is a part of fitlab's page: `cargo xtask serve` builds and serves it.");
}
