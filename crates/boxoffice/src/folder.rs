//! The data folder: database, files and keys of an installation. Only its owner may look into it.
//! One serving process at a time has it locked when the database is a file in it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use boxoffice_app::random::Random;
use boxoffice_app::settings::MasterKey;

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// The file system refused.
    #[error("{path} cannot be used: {source}")]
    Refused { path: String, source: std::io::Error },
    /// Another process serves from it.
    #[error(
        "another boxoffice already serves from {0}; stop it first, or give this one another --data folder"
    )]
    InUse(String),
    /// The master key's file does not hold a key.
    #[error("{0} must hold 64 hexadecimal digits, the key of this installation")]
    NotAKey(String),
}

/// Makes the folder, readable by its owner only.
pub(crate) fn make(folder: &Path) -> Result<(), FolderError> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|source| refused(folder, source))
}

/// Locks the folder for serving; the lock ends with the process, however it ends.
pub(crate) fn lock(folder: &Path) -> Result<File, FolderError> {
    let path = folder.join("serve.lock");
    let file = File::create(&path).map_err(|source| refused(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(FolderError::InUse(folder.display().to_string())),
        Err(TryLockError::Error(source)) => Err(refused(&path, source)),
    }
}

/// The master key: from the file that the configuration names, else from the data folder, made there on first use.
pub(crate) fn master_key(folder: &Path, file: Option<&Path>) -> Result<MasterKey, FolderError> {
    if let Some(path) = file {
        return read_key(path);
    }
    let path = folder.join("keys").join("master.key");
    if !path.exists() {
        make(&folder.join("keys"))?;
        write_new_key(&path)?;
    }
    read_key(&path)
}

fn write_new_key(path: &Path) -> Result<(), FolderError> {
    let key: [u8; 32] = Random::system().bytes();
    let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    // Written aside and linked into place, so that two first starts at once agree on one whole key.
    let aside = PathBuf::from(format!("{}.{}", path.display(), std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .and_then(|mut file| file.write_all(digits.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| match fs::hard_link(&aside, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            linked => linked,
        });
    drop(fs::remove_file(&aside));
    written.map_err(|source| refused(path, source))
}

fn read_key(path: &Path) -> Result<MasterKey, FolderError> {
    let text = fs::read_to_string(path).map_err(|source| refused(path, source))?;
    let digits = text.trim();
    let broken = || FolderError::NotAKey(path.display().to_string());
    if digits.len() != 64 || !digits.is_ascii() {
        return Err(broken());
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).map_err(|_| broken())?;
    }
    Ok(MasterKey(key))
}

fn refused(path: &Path, source: std::io::Error) -> FolderError {
    FolderError::Refused { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_on_the_same_folder_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = lock(folder.path()).expect("the first one gets it");
        let refusal = lock(folder.path()).expect_err("refused").to_string();
        assert!(refusal.starts_with("another boxoffice already serves from"), "{refusal}");
        drop(first);
        lock(folder.path()).expect("free again");
    }

    #[test]
    fn the_master_key_is_made_once_and_only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let key = master_key(folder.path(), None).expect("made");
        assert!(key == master_key(folder.path(), None).expect("read again"));
        let file = folder.path().join("keys/master.key");
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
        fs::write(&file, "short").expect("written");
        assert!(matches!(master_key(folder.path(), None), Err(FolderError::NotAKey(_))));
    }
}
