//! The writer of the notebook, a program of its own: loaded with the first training, and told of the networks before
//! it is asked.

use crate::browser::spawn;
use crate::figure::escape;
use crate::guide::Question;
use crate::json::to_js;
use crate::notebook::Known;
use crate::session::Session;
use crate::session::network::Network;
use crate::workers::events_to_list;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/programs.js")]
extern "C" {
    type Notebook;
    #[wasm_bindgen(method, js_name = takeIn)]
    fn take_in(this: &Notebook, networks: &JsValue, events: &Array);
    #[wasm_bindgen(method)]
    fn answer(this: &Notebook, question: usize) -> String;
    #[wasm_bindgen(method)]
    fn results(this: &Notebook) -> String;
    #[wasm_bindgen(method)]
    fn inside(this: &Notebook, instrument: &str) -> String;
    #[wasm_bindgen(method)]
    fn report(this: &Notebook, question: usize) -> String;

    #[wasm_bindgen(catch, js_name = openNotebook)]
    async fn open_notebook() -> Result<JsValue, JsValue>;
}

/// What can be asked for.
#[derive(Clone, Copy)]
pub enum Chapter {
    /// What was measured, and what it says to the question.
    Answer(Question),
    /// Results in numbers.
    Results,
    /// What an instrument showed.
    Inside(&'static str),
    /// The report.
    Report(Question),
}

/// The handle of the writer; copies are the same.
#[derive(Clone, Copy)]
pub struct Writer {
    session: Session,
    stage: RwSignal<Stage>,
    desk: StoredValue<Option<Desk>, LocalStorage>,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Away,
    OnTheWay,
    There,
    /// And why.
    Missing(String),
}

struct Desk {
    notebook: Notebook,
    known: Known,
}

impl Writer {
    /// A writer who is not there yet.
    pub fn of(session: Session) -> Writer {
        let (stage, desk) = (RwSignal::new(Stage::Away), StoredValue::new_local(None));
        Writer { session, stage, desk }
    }

    /// Has the program loaded if it is not there yet.
    pub fn call(self) {
        if self.stage.get_untracked() != Stage::There {
            self.stage.set(Stage::OnTheWay);
            spawn(async move {
                // The chapters tell of a failure.
                let _ = self.arrival().await;
            });
        }
    }

    async fn arrival(self) -> Result<(), String> {
        let opened = open_notebook().await;
        if self.stage.get_untracked() != Stage::There {
            self.stage.set(match opened {
                Ok(notebook) => {
                    let (notebook, known) = (notebook.unchecked_into(), Known::default());
                    self.desk.set_value(Some(Desk { notebook, known }));
                    Stage::There
                }
                Err(why) => Stage::Missing(why.as_string().unwrap_or_default()),
            });
        }
        match self.stage.get_untracked() {
            Stage::Missing(why) => Err(why),
            _ => Ok(()),
        }
    }

    /// Follows whether the writer is there.
    pub fn track(self) {
        self.stage.track();
    }

    /// A chapter on the networks as they are, as markup; `before` there is one. Reactive, but for the networks.
    pub fn chapter(self, chapter: Chapter, before: &str) -> String {
        let text = match self.stage.get() {
            Stage::Away => String::new(),
            Stage::OnTheWay => "<p class=setting>Its writer is being loaded.</p>".into(),
            Stage::There => self.write(chapter),
            Stage::Missing(why) => format!("<p class=setting>{}</p>", escape(&why)),
        };
        if text.is_empty() { before.into() } else { text }
    }

    /// The report, a file of its own.
    ///
    /// # Errors
    /// Why the writer could not come.
    pub async fn report(self, question: Question) -> Result<String, String> {
        self.arrival().await?;
        Ok(self.write(Chapter::Report(question)))
    }

    fn write(self, chapter: Chapter) -> String {
        let mut written = String::new();
        self.tell();
        self.desk.with_value(|desk| {
            written = desk.as_ref().map_or_else(String::new, |desk| desk.write(chapter));
        });
        written
    }

    /// Tells the writer how the networks are, if it is there. All of a long training told at once would hold the page
    /// up.
    pub fn tell(self) {
        self.desk.update_value(|desk| {
            if let Some(desk) = desk {
                self.session.networks.with_untracked(|networks| desk.tell(networks));
            }
        });
    }
}

impl Desk {
    fn tell(&mut self, networks: &[Network]) {
        let news = self.known.catch_up(networks);
        self.notebook.take_in(&to_js(&news.networks), &events_to_list(&news.events));
    }

    fn write(&self, chapter: Chapter) -> String {
        let notebook = &self.notebook;
        match chapter {
            Chapter::Answer(question) => notebook.answer(question.number()),
            Chapter::Results => notebook.results(),
            Chapter::Inside(instrument) => notebook.inside(instrument),
            Chapter::Report(question) => notebook.report(question.number()),
        }
    }
}
