//! A private PostgreSQL for tests: one cluster per machine and account, shared by all test processes.
//! `cargo xtask` starts one for a whole run and names it in `BOXOFFICE_TEST_POSTGRES`; a bare `cargo nextest run`
//! starts one on demand, and a small watchdog stops it when no test has used it for a while.

use std::env;
use std::fs::{self, File};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Names a running server (`postgres://user@host:port`) whose databases may be made and dropped.
pub const SERVER_VARIABLE: &str = "BOXOFFICE_TEST_POSTGRES";

/// A cluster started on demand stops after so long without a test.
const IDLE_S: u32 = 300;
/// How long a cluster may take to answer.
const START_DEADLINE: Duration = Duration::from_secs(30);

/// The server that tests use, started now if need be. Missing PostgreSQL is a failure, never a skip.
pub fn server() -> Result<String, String> {
    if let Ok(url) = env::var(SERVER_VARIABLE) {
        return Ok(url);
    }
    let folder = shared_folder().map_err(|error| format!("no folder for the test cluster: {error}"))?;
    let _lock = lock(&folder)?;
    touch(&folder)?;
    if let Some(url) = running(&folder) {
        return Ok(url);
    }
    let port = start(&folder)?;
    watch(&folder)?;
    let url = format!("postgres://postgres@127.0.0.1:{port}");
    fs::write(folder.join("url"), &url).map_err(|error| error.to_string())?;
    Ok(url)
}

/// A lock that processes of this account share, whichever server they use; it ends when dropped.
pub fn machine_lock() -> Result<File, String> {
    lock(&shared_folder().map_err(|error| error.to_string())?)
}

/// Starts a cluster in `folder` on a port of its own and says which.
pub fn start(folder: &Path) -> Result<u16, String> {
    let bin = find_binaries()?;
    let data = folder.join("data");
    drop(fs::remove_dir_all(&data));
    if is_root() {
        let owner = postgres_uid()?;
        chown(folder, Some(owner), None).map_err(|error| error.to_string())?;
    }
    let initdb = as_postgres(&bin.join("initdb"))
        .arg("--pgdata")
        .arg(&data)
        .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("initdb did not run: {error}"))?;
    if !initdb.status.success() {
        return Err(format!("initdb failed: {}", String::from_utf8_lossy(&initdb.stderr)));
    }
    launch(&bin, folder, &data)
}

/// Stops the cluster in `folder`, at once.
pub fn stop(folder: &Path) -> Result<(), String> {
    let bin = find_binaries()?;
    as_postgres(&bin.join("pg_ctl"))
        .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
        .arg(folder.join("data"))
        .current_dir("/")
        .status()
        .map_err(|error| error.to_string())?;
    Ok(())
}

fn launch(bin: &Path, folder: &Path, data: &Path) -> Result<u16, String> {
    let port = free_port()?;
    let log = folder.join("log");
    // Nothing here must survive the machine, so nothing waits for the disk.
    let options = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
         -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=128MB \
         -c autovacuum=off -c max_wal_size=2GB"
    );
    let status = as_postgres(&bin.join("pg_ctl"))
        .args(["start", "--wait", "--silent", "--timeout=30", "--pgdata"])
        .arg(data)
        .arg("--log")
        .arg(&log)
        .arg("--options")
        .arg(options)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("pg_ctl did not run: {error}"))?;
    if !status.success() || !answers(port, START_DEADLINE) {
        let said = fs::read_to_string(&log).unwrap_or_default();
        return Err(format!("PostgreSQL did not start on port {port}: {said}"));
    }
    Ok(port)
}

/// Leaves a child behind that ends the cluster once the `used` file is old. It takes the same lock as tests do.
fn watch(folder: &Path) -> Result<(), String> {
    let script = format!(
        "while sleep 5; do
           [ -f used ] || exit 0
           [ $(( $(date +%s) - $(stat -c %Y used) )) -lt {IDLE_S} ] && continue
           exec 9>lock; flock 9
           [ $(( $(date +%s) - $(stat -c %Y used) )) -lt {IDLE_S} ] && {{ exec 9>&-; continue; }}
           kill -INT \"$(head -n 1 data/postmaster.pid)\"; rm -f url used; exit 0
         done"
    );
    Command::new("setsid")
        .args(["bash", "-c", &script])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("setsid (util-linux) is needed: {error}"))?;
    Ok(())
}

fn shared_folder() -> io::Result<PathBuf> {
    let folder = env::temp_dir().join(format!("boxoffice-test-postgres-{}", uid()?));
    fs::create_dir_all(&folder)?;
    // The server runs under another account when tests run as root, and must reach its own folder.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
    Ok(folder)
}

fn lock(folder: &Path) -> Result<File, String> {
    let file = File::create(folder.join("lock")).map_err(|error| error.to_string())?;
    file.lock().map_err(|error| error.to_string())?;
    Ok(file)
}

fn touch(folder: &Path) -> Result<(), String> {
    fs::write(folder.join("used"), "").map_err(|error| error.to_string())
}

fn running(folder: &Path) -> Option<String> {
    let url = fs::read_to_string(folder.join("url")).ok()?;
    let port = url.rsplit(':').next()?.parse().ok()?;
    answers(port, Duration::ZERO).then_some(url)
}

fn answers(port: u16, patience: Duration) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let begun = Instant::now();
    loop {
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            return true;
        }
        if begun.elapsed() >= patience {
            return false;
        }
        std::thread::yield_now();
    }
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// Where `initdb` and `postgres` are; Debian keeps each major version in a folder of its own.
fn find_binaries() -> Result<PathBuf, String> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(major, bin)| *major >= 15 && bin.join("initdb").exists())
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return Ok(bin);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).find(|folder| folder.join("initdb").exists()).ok_or_else(|| {
        "PostgreSQL 15 or newer is needed for the tests: apt-get install postgresql-15, \
         or name a running server in BOXOFFICE_TEST_POSTGRES"
            .to_owned()
    })
}

/// PostgreSQL refuses to run as root, so root steps down for it.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    uid().is_ok_and(|uid| uid == 0)
}

fn uid() -> io::Result<u32> {
    fs::metadata("/proc/self").map(|process| process.uid())
}

fn postgres_uid() -> Result<u32, String> {
    let accounts = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    accounts
        .lines()
        .find_map(|line| line.strip_prefix("postgres:")?.split(':').nth(1)?.parse().ok())
        .ok_or_else(|| {
            "there is no account named postgres; apt-get install postgresql-15 makes it".to_owned()
        })
}
