//! Chromium and its driver as processes.

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use url::{ParseError, Url};

/// What `cargo xtask test` tells of the machine.
pub fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test`"))
}

/// A running chromedriver, ended when this is dropped.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Of the port that it finds free on IPv6 it sometimes finds on IPv4 that it is taken, and ends.
    pub fn start() -> Driver {
        (0..5).find_map(|_| Driver::try_to_start()).expect("chromedriver names its port")
    }

    fn try_to_start() -> Option<Driver> {
        let mut command = Command::new(variable("CHROMEDRIVER"));
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let Some(port) = lines.find_map(|line| port_in(&line.unwrap())) else {
            process.wait().unwrap();
            return None;
        };
        // Its pipe must be emptied while it runs.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Driver { process, port })
    }

    /// A fresh browser with a profile of its own.
    pub async fn browser(&self) -> Client {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities());
        builder.connect(&format!("http://127.0.0.1:{}", self.port)).await.unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.close_browsers();
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Driver {
    /// A driver that is merely killed leaves its browsers running, as after a failed test.
    fn close_browsers(&mut self) {
        if let Ok(mut connection) = TcpStream::connect(("127.0.0.1", self.port)) {
            let request = b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            connection.write_all(request).ok();
            connection.set_read_timeout(Some(Duration::from_secs(10))).ok();
            // The answer's first byte is enough to know that it has begun.
            connection.read_exact(&mut [0]).ok();
        }
    }
}

fn port_in(line: &str) -> Option<u16> {
    line.split("started successfully on port ").nth(1)?.trim_end_matches('.').parse().ok()
}

fn capabilities() -> Capabilities {
    let capabilities = json!({
        "browserName": "chrome",
        "timeouts": { "script": 300_000, "pageLoad": 60_000 },
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": variable("CHROMIUM"),
            "args": [
                "--headless=new", "--no-sandbox", "--enable-unsafe-webgpu", "--window-size=1366,768",
                // What the page does by itself depends on the adapter.
                "--use-webgpu-adapter=swiftshader",
                // No test depends on the world outside.
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        },
    });
    capabilities.as_object().cloned().unwrap()
}

/// A command of chromedriver's own beside the standard's.
#[derive(Debug)]
pub struct Chrome {
    path: &'static str,
    body: Value,
}

impl Chrome {
    /// One of the DevTools protocol.
    pub fn devtools(command: &str, parameters: Value) -> Chrome {
        Chrome { path: "goog/cdp/execute", body: json!({ "cmd": command, "params": parameters }) }
    }

    /// What was written to the console since the last time.
    pub fn log() -> Chrome {
        Chrome { path: "se/log", body: json!({ "type": "browser" }) }
    }
}

impl WebDriverCompatibleCommand for Chrome {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
