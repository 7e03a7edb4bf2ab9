//! A static host, as plain as any: a folder under a sub-path, and a note of what was fetched.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use tiny_http::{Header, Request, Response, Server};

/// The page must work wherever it is put.
const SUB_PATH: &str = "/some/path/";

/// Serves the page until it is dropped.
pub struct Site {
    server: Arc<Server>,
    fetched: Arc<Mutex<Vec<PathBuf>>>,
}

impl Site {
    /// The page built in `dist`, with MNIST's files from `mnist` or with none.
    pub fn serving(dist: &Path, mnist: Option<&Path>) -> Site {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let fetched = Arc::default();
        let folders = Folders { dist: dist.into(), mnist: mnist.map(Path::to_path_buf) };
        for _ in 0..4 {
            let (server, fetched, folders) =
                (Arc::clone(&server), Arc::clone(&fetched), folders.clone());
            thread::spawn(move || answer_all(&server, &folders, &fetched));
        }
        Site { server, fetched }
    }

    /// The page's address.
    pub fn address(&self) -> String {
        format!("http://{}{SUB_PATH}", self.server.server_addr())
    }

    /// The files of the built folder that were fetched, each once; data apart.
    pub fn fetched(&self) -> Vec<PathBuf> {
        let mut files = self.fetched.lock().unwrap().clone();
        files.sort();
        files.dedup();
        files
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

#[derive(Clone)]
struct Folders {
    dist: PathBuf,
    mnist: Option<PathBuf>,
}

impl Folders {
    /// The file behind a URL's path. Files of data that the build may have copied are not served.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let inner = path.split(['?', '#']).next()?.strip_prefix(SUB_PATH)?;
        let inner = if inner.is_empty() { "index.html" } else { inner };
        let file = match inner.strip_prefix("data/mnist/") {
            Some(name) => self.mnist.as_ref()?.join(name),
            None => self.dist.join(inner),
        };
        (file.is_file() && !inner.contains("..")).then_some(file)
    }
}

fn answer_all(server: &Server, folders: &Folders, fetched: &Mutex<Vec<PathBuf>>) {
    while let Ok(request) = server.recv() {
        let file = folders.file(request.url());
        if let Some(file) = file.as_ref().filter(|file| file.starts_with(&folders.dist)) {
            fetched.lock().unwrap().push(file.clone());
        }
        // Whether the browser waits for the whole answer is its affair.
        answer(request, file.as_deref()).ok();
    }
    // The next of the threads is to end as well.
    server.unblock();
}

fn answer(request: Request, file: Option<&Path>) -> std::io::Result<()> {
    match file {
        None => request.respond(Response::from_string("not found").with_status_code(404)),
        Some(path) => {
            let length = fs::metadata(path)?.len() as usize;
            let kind = Header::from_bytes("Content-Type", media_type(path)).unwrap();
            let response =
                Response::from_file(File::open(path)?).with_chunked_threshold(length + 1);
            request.respond(response.with_header(kind))
        }
    }
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
