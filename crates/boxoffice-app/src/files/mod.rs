//! Private files: tickets and pictures, in a folder beside the database (S3 later, behind the same library).
//! Nothing here is public: a file leaves through a face that has checked the caller, or through a signed
//! link of `link.rs` that ends after an hour.

pub mod link;

use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, path::Path as Key};

use crate::app::StartError;

/// The stored files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

/// Why a file could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The path has parts that no file of ours has.
    #[error("{0} is not the path of a file")]
    NotAPath(String),
    /// The folder or the service behind it failed.
    #[error("the file store failed: {0}")]
    Store(#[from] object_store::Error),
}

impl Files {
    /// Files in the folder `files` under `data`, which only this account may enter.
    pub fn in_folder(data: &Path) -> Result<Self, StartError> {
        let folder = data.join("files");
        let refused = |source: io::Error| StartError::Files { path: folder.display().to_string(), source };
        make_private_folder(&folder).map_err(refused)?;
        let store =
            LocalFileSystem::new_with_prefix(&folder).map_err(|error| refused(io::Error::other(error)))?;
        Ok(Self(Arc::new(store.with_automatic_cleanup(true))))
    }

    /// Stores a file whole, in place of an earlier one.
    pub async fn put(&self, path: &str, content: Bytes) -> Result<(), FilesError> {
        self.0.put(&key(path)?, PutPayload::from(content)).await?;
        Ok(())
    }

    /// The content of a file, if it is there.
    pub async fn get(&self, path: &str) -> Result<Option<Bytes>, FilesError> {
        match self.0.get(&key(path)?).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is not there is fine.
    pub async fn delete(&self, path: &str) -> Result<(), FilesError> {
        match self.0.delete(&key(path)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn key(path: &str) -> Result<Key, FilesError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if path.is_empty()
        || !path.chars().all(plain)
        || path.split('/').any(|part| part.is_empty() || part.starts_with('.'))
    {
        return Err(FilesError::NotAPath(path.to_owned()));
    }
    Key::parse(path).map_err(|_| FilesError::NotAPath(path.to_owned()))
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_stored_is_read_back_until_it_is_deleted() {
        let folder = tempfile::tempdir().expect("folder");
        let files = Files::in_folder(folder.path()).expect("files");
        files.put("tickets/a.pdf", Bytes::from_static(b"one")).await.expect("put");
        files.put("tickets/a.pdf", Bytes::from_static(b"two")).await.expect("put again");
        assert_eq!(files.get("tickets/a.pdf").await.expect("get").as_deref(), Some(b"two".as_slice()));
        files.delete("tickets/a.pdf").await.expect("delete");
        files.delete("tickets/a.pdf").await.expect("delete again");
        assert_eq!(files.get("tickets/a.pdf").await.expect("get"), None);
    }

    #[tokio::test]
    async fn a_path_never_leaves_the_folder() {
        let folder = tempfile::tempdir().expect("folder");
        let files = Files::in_folder(folder.path()).expect("files");
        for path in ["../boxoffice.db", "/etc/passwd", "a//b", "", ".hidden", "a/../b", "a\\b", "a%2fb"] {
            assert!(matches!(files.get(path).await, Err(FilesError::NotAPath(_))), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_this_account_may_enter_the_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("folder");
        Files::in_folder(folder.path()).expect("files");
        let mode = std::fs::metadata(folder.path().join("files")).expect("folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
