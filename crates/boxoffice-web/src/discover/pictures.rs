//! Pictures of events, named by an id that never gets another content.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use boxoffice_app::App;
use boxoffice_app::catalog::images::find_image;
use boxoffice_domain::ids::ImageId;

use crate::page::CachePolicy;
use crate::problem::Problem;

/// `GET /images/{image}/{width}.jpg`
pub(super) async fn show(
    State(app): State<App>,
    Path((image, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let image: ImageId = image.parse().map_err(|_| Problem::not_found())?;
    let width =
        file.strip_suffix(".jpg").and_then(|width| width.parse().ok()).ok_or_else(Problem::not_found)?;
    let found = find_image(&app, image, width).await.map_err(|error| Problem::fault(&error))?;
    let content = found.ok_or_else(Problem::not_found)?;
    let headers = [(CACHE_CONTROL, CachePolicy::Immutable.header()), (CONTENT_TYPE, "image/jpeg".into())];
    Ok((headers, content).into_response())
}
