//! Runs what `build.rs` took out of the pages.

use connector_service::testing::Sandbox;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The pages start one, too, and so the environment says how.
fn started() -> Sandbox {
    Sandbox::start().expect("CONNECTOR_SERVICE says how the service is started: see test.sh")
}

type Printed = Vec<(String, Option<&'static str>)>;

/// What was printed, and what it must be, of those where the page says so.
fn said(printed: &Printed) -> (Vec<&str>, Vec<&str>) {
    printed.iter().filter_map(|(text, wanted)| Some((text.as_str(), (*wanted)?))).unzip()
}

#[tokio::test]
async fn the_readme_runs() {
    let sandbox = started();
    let mut printed = Vec::new();
    readme(sandbox.url(), "stripe", &mut printed).await.unwrap();
    let (told, wanted) = said(&printed);
    assert_eq!(told, wanted);
    assert_eq!(told, ["CAPTURED"]);
}

#[tokio::test]
async fn the_guide_runs() {
    let sandbox = started();
    // What it says of another processor.
    for account in ["stripe", "checkout"] {
        let mut printed = Vec::new();
        guide(sandbox.url(), account, &mut printed).await.unwrap();
        let (told, wanted) = said(&printed);
        assert_eq!(told, wanted, "{account}");
        assert_eq!(told, ["AUTHORIZED", "EUR 6.00"], "{account}");
    }
}
