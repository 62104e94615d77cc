//! Packs `assets/` into the program: each file as it is, as brotli and as gzip, under one version that
//! changes when any of them does. Files may import each other by relative paths, because they move together.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=templates");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    let mut paths = Vec::new();
    collect(&root, &mut paths)?;
    paths.sort();
    let mut digest = Sha256::new();
    let mut table = String::from("&[\n");
    for (number, path) in paths.iter().enumerate() {
        let name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let raw = fs::read(path)?;
        digest.update(name.as_bytes());
        digest.update(&raw);
        let (br, gz) = (out.join(format!("{number}.br")), out.join(format!("{number}.gz")));
        fs::write(&br, brotli(&raw)?)?;
        fs::write(&gz, gzip(&raw)?)?;
        let _ = writeln!(
            table,
            "    File {{ name: {name:?}, raw: include_bytes!({path:?}), br: include_bytes!({br:?}), gz: include_bytes!({gz:?}) }},"
        );
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table)?;
    fs::write(out.join("version.rs"), format!("{:?}\n", &HEXLOWER.encode(&digest.finalize())[..12]))
}

/// All visible files below a folder.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let visible = !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.');
        if path.is_dir() {
            collect(&path, paths)?;
        } else if visible {
            paths.push(path);
        }
    }
    Ok(())
}

fn brotli(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4_096, 11, 22);
    writer.write_all(raw)?;
    drop(writer);
    Ok(packed)
}

fn gzip(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(raw)?;
    writer.finish()
}
