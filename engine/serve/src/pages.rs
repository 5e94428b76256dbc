//! temp
use crate::host::Host;
use axum::Router;
use std::sync::Arc;
pub(crate) fn router() -> Router<Arc<Host>> {
    Router::new()
}
