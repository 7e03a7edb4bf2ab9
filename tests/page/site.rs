//! A static host, as plain as any: a folder under a sub-path, and a note of what was fetched.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The page must work wherever it is put.
const SUB_PATH: &str = "/some/path/";

/// Browsers open connections that they may never use.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// A host that serves the page as long as the tests run.
pub struct Site {
    address: SocketAddr,
    fetched: Arc<Mutex<Vec<PathBuf>>>,
    lost: Arc<Mutex<Option<PathBuf>>>,
}

impl Site {
    /// The page built in `dist`, with MNIST's files from `mnist` or with none.
    pub fn serving(dist: &Path, mnist: Option<&Path>) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let fetched: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
        let (folders, note) = (Folders::new(dist, mnist), fetched.clone());
        let lost = folders.lost.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (folders, note) = (folders.clone(), note.clone());
                // Whether the browser waits for the whole answer is its affair.
                thread::spawn(move || answer(&connection, &folders, &note).ok());
            }
        });
        Site { address, fetched, lost }
    }

    /// The page's address.
    pub fn address(&self) -> String {
        format!("http://{}{SUB_PATH}", self.address)
    }

    /// Serves no more a file of the built folder, or with `None` all of them again.
    pub fn lose(&self, name: Option<&str>) {
        *self.lost.lock().unwrap() = name.map(PathBuf::from);
    }

    /// The files of the built folder that were fetched, each once; data apart.
    pub fn fetched(&self) -> Vec<PathBuf> {
        let mut files = self.fetched.lock().unwrap().clone();
        files.sort();
        files.dedup();
        files
    }
}

#[derive(Clone)]
struct Folders {
    dist: PathBuf,
    mnist: Option<PathBuf>,
    lost: Arc<Mutex<Option<PathBuf>>>,
}

impl Folders {
    fn new(dist: &Path, mnist: Option<&Path>) -> Folders {
        Folders { dist: dist.into(), mnist: mnist.map(Path::to_path_buf), lost: Arc::default() }
    }

    /// The file behind a URL's path. Files of data that the build may have copied are not served.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let inner = path.split(['?', '#']).next()?.strip_prefix(SUB_PATH)?;
        let inner = if inner.is_empty() { "index.html" } else { inner };
        let file = match inner.strip_prefix("data/mnist/") {
            Some(name) => self.mnist.as_ref()?.join(name),
            None => self.dist.join(inner),
        };
        let is_lost = self.lost.lock().unwrap().as_deref() == Some(Path::new(inner));
        (file.is_file() && !is_lost && !inner.contains("..")).then_some(file)
    }
}

/// Answers one request and closes the connection.
fn answer(
    mut connection: &TcpStream,
    folders: &Folders,
    fetched: &Mutex<Vec<PathBuf>>,
) -> io::Result<()> {
    connection.set_read_timeout(Some(LONGEST_SILENCE))?;
    let mut lines = BufReader::new(connection).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines {
        if header?.is_empty() {
            break;
        }
    }
    let file = request.split(' ').nth(1).and_then(|path| folders.file(path));
    let Some(file) = file else {
        let refusal = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return connection.write_all(refusal.as_bytes());
    };
    let (body, kind) = (fs::read(&file)?, media_type(&file));
    let length = body.len();
    if file.starts_with(&folders.dist) {
        fetched.lock().unwrap().push(file);
    }
    write!(
        connection,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    connection.write_all(&body)
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
