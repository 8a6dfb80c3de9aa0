//! Runs what `build.rs` took out of the pages.

use connector_service::testing::Sandbox;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The pages start one, too, and so the environment says how.
fn started() -> Sandbox {
    Sandbox::start().expect("CONNECTOR_SERVICE says how the service is started: see test.sh")
}

fn checked(printed: &[(String, Option<&'static str>)], least: usize) {
    let wanted = printed.iter().filter_map(|(text, wanted)| Some((text, (*wanted)?)));
    let mut count = 0;
    for (text, wanted) in wanted {
        assert_eq!(text, wanted);
        count += 1;
    }
    assert!(count >= least, "{printed:?}");
}

#[tokio::test]
async fn the_readme_runs() {
    let sandbox = started();
    let mut printed = Vec::new();
    readme(sandbox.url(), &mut printed).await.unwrap();
    checked(&printed, 1);
}

#[tokio::test]
async fn the_guide_runs() {
    let sandbox = started();
    let mut printed = Vec::new();
    guide(sandbox.url(), &mut printed).await.unwrap();
    checked(&printed, 2);
}
