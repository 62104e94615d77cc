//! One PostgreSQL for a whole run: started before the tests, stopped after them, however they end.

use tempfile::TempDir;

use crate::cluster;

/// A running cluster in a temporary folder. Dropped, it stops.
pub(crate) struct Postgres {
    folder: TempDir,
    /// `postgres://user@host:port`
    pub(crate) url: String,
}

impl Postgres {
    /// Starts it.
    pub(crate) fn start() -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("boxoffice-ci-postgres-")
            .tempdir()
            .map_err(|error| format!("no temporary folder: {error}"))?;
        // The server runs under another account when this runs as root.
        #[cfg(unix)]
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .map_err(|error| error.to_string())?;
        let port = cluster::start(folder.path())?;
        Ok(Self { folder, url: format!("postgres://postgres@127.0.0.1:{port}") })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = cluster::stop(self.folder.path()) {
            eprintln!("the PostgreSQL of this run could not be stopped: {error}");
        }
    }
}
