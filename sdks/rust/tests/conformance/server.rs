//! `conformance/server.ts`, started for this run and ended with it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

pub struct Server {
    control: String,
    agent: ureq::Agent,
    process: Child,
    input: Option<ChildStdin>,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Server {
    pub fn start() -> Self {
        let root = repository();
        let mut process = Command::new(root.join("node_modules/.bin/node"))
            .arg("conformance/server.ts")
            .current_dir(&root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node of node_modules/.bin: npm ci");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value =
            serde_json::from_str(&line).expect("conformance/server.ts says where it is");
        Self {
            control: told["control"].as_str().unwrap().to_owned(),
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(Duration::from_secs(60)))
                .build()
                .into(),
            input: process.stdin.take(),
            process,
        }
    }

    pub fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.control);
        let mut answer = self.agent.post(&url).send_json(body).unwrap();
        let told: Value = answer.body_mut().read_json().unwrap();
        assert!(told.get("problem").is_none(), "{path}: {told}");
        told
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        self.process.wait().unwrap();
    }
}

/// Ids with their categories, of those that gRPC has.
pub fn vectors() -> Vec<(String, String)> {
    let folder = repository().join("conformance/vectors");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let vectors: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
        all.extend(vectors.into_iter().filter_map(|(id, vector)| {
            let transports = vector["transports"].as_array();
            let is_ours = transports.is_none_or(|some| some.iter().any(|one| one == "grpc"));
            let category = vector["category"].as_str().unwrap_or_default().to_owned();
            is_ours.then_some((id, category))
        }));
    }
    all.sort();
    all
}
