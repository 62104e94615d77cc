//! The master key's file: 64 hexadecimal digits in `keys` of the data folder, readable by its owner only.
//! It is made on the first start and never replaced: without it the stored keys cannot be opened.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::app::StartError;
use crate::random::Random;
use crate::settings::MasterKey;

/// Reads a master key from its written form; none when it is not 64 hexadecimal digits.
pub fn read_master_key(text: &str) -> Option<MasterKey> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
    bytes.try_into().ok().map(MasterKey)
}

/// The master key of a data folder, made on the first start.
pub fn load_master_key(data: &Path, random: &Random) -> Result<MasterKey, StartError> {
    let path = data.join("keys");
    let at = |source| StartError::Files { path: path.display().to_string(), source };
    match fs::read_to_string(&path) {
        Ok(text) => read_master_key(&text).ok_or_else(|| at(io::Error::other("it is not a master key"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(data).map_err(at)?;
            make(&path, random).map_err(at)?;
            // Whoever came first made it; everybody reads the same file.
            let text = fs::read_to_string(&path).map_err(at)?;
            read_master_key(&text).ok_or_else(|| at(io::Error::other("it is not a master key")))
        }
        Err(error) => Err(at(error)),
    }
}

/// Writes a whole file beside and links it into place, so that no reader and no crash sees half a key.
fn make(path: &Path, random: &Random) -> io::Result<()> {
    let digits = HEXLOWER.encode(&random.bytes::<32>());
    let beside = path.with_extension(HEXLOWER.encode(&random.bytes::<8>()));
    let mut file = owner_only().open(&beside)?;
    file.write_all(format!("{digits}\n").as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn owner_only() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_start_makes_a_key_that_only_its_owner_reads_and_later_starts_find_it() {
        let folder = tempfile::tempdir().expect("folder");
        let data = folder.path().join("data");
        let made = load_master_key(&data, &Random::system()).expect("made");
        let found = load_master_key(&data, &Random::system()).expect("found");
        assert!(made == found);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(data.join("keys")).expect("file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(&data).expect("folder").count(), 1);
    }

    #[test]
    fn a_broken_key_file_is_refused_and_kept() {
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join("keys"), "half").expect("file");
        assert!(load_master_key(folder.path(), &Random::system()).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("keys")).expect("file"), "half");
    }
}
