//! Hangs the posters: the soonest events' before the doors open, the others' while the shop is already open.

use boxoffice_app::App;
use boxoffice_app::catalog::Editor;
use boxoffice_app::catalog::images::set_event_image;

use super::events::DemoEvent;
use super::poster;
use crate::failure::Failure;

/// Posters that are there when the first page is looked at.
const AT_ONCE: usize = if cfg!(debug_assertions) { 3 } else { 12 };

/// Draws them, soonest first.
pub(super) async fn hang(app: &App, events: Vec<DemoEvent>) -> Result<(), Failure> {
    for event in events.iter().take(AT_ONCE) {
        hang_one(app, event).await?;
    }
    let app = app.clone();
    tokio::spawn(async move {
        for event in events.iter().skip(AT_ONCE) {
            if let Err(error) = hang_one(&app, event).await {
                // A shop that was closed meanwhile needs no posters.
                tracing::debug!(%error, "a poster was not hung");
                return;
            }
        }
    });
    Ok(())
}

async fn hang_one(app: &App, event: &DemoEvent) -> Result<(), Failure> {
    let (category, seed) = (event.category, seed(event.title));
    let drawn = tokio::task::spawn_blocking(move || poster::draw(category, seed)).await??;
    let alt = format!("Poster: {}", event.title);
    set_event_image(app, &Editor::system(), event.event, drawn.into(), &alt).await?;
    Ok(())
}

/// The same title has the same poster in every city and on every machine.
fn seed(title: &str) -> u64 {
    title
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
