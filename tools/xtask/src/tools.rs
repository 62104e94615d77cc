//! What `ci` needs beside Rust: found, or installed on Debian as root, or named precisely. Never skipped in silence.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;

/// Node must be this new for the browser tests.
const NODE_MAJOR_MIN: u32 = 20;

/// A program and the Debian package that brings it.
struct Tool {
    name: &'static str,
    package: &'static str,
    found: fn() -> bool,
}

const TOOLS: &[Tool] = &[
    Tool { name: "PostgreSQL 15 or newer", package: "postgresql", found: has_postgres },
    Tool { name: "Chromium", package: "chromium", found: || on_path("chromium") },
    Tool { name: "pdftoppm", package: "poppler-utils", found: || on_path("pdftoppm") },
    Tool { name: "zbarimg", package: "zbar-tools", found: || on_path("zbarimg") },
    Tool {
        name: "setpriv and setsid",
        package: "util-linux",
        found: || on_path("setpriv") && on_path("setsid"),
    },
    Tool { name: "npm", package: "npm", found: || on_path("npm") },
];

/// Makes sure that all tools are there.
pub(crate) fn provide() -> Result<(), String> {
    let missing = missing();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
        if !(on_path("apt-get") && is_root()) {
            let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
            return Err(format!(
                "missing: {}. On Debian or Ubuntu: sudo apt-get install {}",
                names.join(", "),
                packages.join(" ")
            ));
        }
        install(&packages)?;
    }
    if let Some(tool) = self::missing().first() {
        return Err(format!("{} is still missing after installing {}", tool.name, tool.package));
    }
    Ok(())
}

/// A folder to put first on the path so that `node` is new enough; none when it already is.
pub(crate) fn newer_node(cache: &Path) -> Result<Option<PathBuf>, String> {
    if node_major("node").is_some_and(|major| major >= NODE_MAJOR_MIN) {
        return Ok(None);
    }
    let bin = cache.join("node/node_modules/node/bin");
    if !bin.join("node").exists() {
        run::must(
            Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(cache.join("node"))
                .arg("node@22"),
        )?;
    }
    let node = bin.join("node");
    match node_major(&node.to_string_lossy()) {
        Some(major) if major >= NODE_MAJOR_MIN => Ok(Some(bin)),
        _ => Err(format!("Node {NODE_MAJOR_MIN} or newer is needed for the browser tests")),
    }
}

fn missing() -> Vec<&'static Tool> {
    TOOLS.iter().filter(|tool| !(tool.found)()).collect()
}

fn install(packages: &[&str]) -> Result<(), String> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run::must(apt().args(["update", "--quiet"]))?;
    run::must(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))?;
    Ok(())
}

fn node_major(node: &str) -> Option<u32> {
    let said = Command::new(node).arg("--version").output().ok()?;
    String::from_utf8_lossy(&said.stdout).trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn has_postgres() -> bool {
    let installed = |major: u32| Path::new(&format!("/usr/lib/postgresql/{major}/bin/initdb")).exists();
    (15..30).any(installed) || on_path("initdb")
}

/// Whether a program of this name is on the path.
pub(crate) fn on_path(name: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).exists()))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
